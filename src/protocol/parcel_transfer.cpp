#include "protocol/parcel_transfer.h"

#include <boost/json.hpp>

#include "protocol/fields.h"

namespace sealcart::protocol {
namespace {

std::optional<boost::json::object> parse_object(std::string_view text) {
  boost::json::error_code error;
  boost::json::value value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

}  // namespace

std::string encode(const ParcelOffer& offer) {
  return serialize(boost::json::object{{"label", offer.label}, {"size", offer.size}, {"hash", offer.hash}});
}

std::optional<ParcelOffer> decode_parcel_offer(std::string_view json) {
  const auto object = parse_object(json);
  if (!object) return std::nullopt;
  const auto label = text_field(*object, "label");
  const auto size = integer_field(*object, "size");
  const auto hash = hash_field(*object, "hash");
  if (!label || label->size() > max_document_bytes || !size || *size < 1 || *size > max_parcel_bytes || !hash) {
    return std::nullopt;
  }
  return ParcelOffer{std::string(*label), *size, std::string(*hash)};
}

std::string encode(const ParcelProgress& progress) {
  return serialize(
      boost::json::object{{"parcel", progress.parcel}, {"offset", progress.offset}, {"accepted", progress.accepted}});
}

std::optional<ParcelProgress> decode_parcel_progress(std::string_view json) {
  const auto object = parse_object(json);
  if (!object) return std::nullopt;
  const auto parcel = hash_field(*object, "parcel");
  const auto offset = integer_field(*object, "offset");
  const auto accepted = bool_field(*object, "accepted");
  if (!parcel || !offset || *offset < 0 || *offset > max_parcel_bytes || !accepted) return std::nullopt;
  return ParcelProgress{std::string(*parcel), *offset, *accepted};
}

}  // namespace sealcart::protocol
