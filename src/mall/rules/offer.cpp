#include "mall/rules/offer.h"

#include <boost/json.hpp>
#include <cassert>

#include "core/id.h"

namespace sealcart::mall {
namespace {
namespace json = boost::json;
}

std::string encode(const Offer& offer) {
  return json::serialize(json::array{offer.id, offer.company, offer.digest, offer.total.minor,
                                     json::string_view(offer.total.currency.code().data(), 3), offer.expires.seconds});
}

std::optional<Offer> decode_offer(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !value.is_array() || value.get_array().size() != 6) return std::nullopt;
  const json::array& parts = value.get_array();
  if (!parts[0].is_string() || !parts[1].is_string() || !parts[2].is_string() || !parts[3].is_int64() ||
      !parts[4].is_string() || !parts[5].is_int64()) {
    return std::nullopt;
  }
  const auto text_at = [&](std::size_t i) { return std::string(parts[i].get_string().c_str()); };
  const auto currency = Currency::parse(text_at(4));
  if (!currency || !is_id(text_at(0))) return std::nullopt;
  return Offer{text_at(0), text_at(1), text_at(2), {parts[3].get_int64(), *currency}, {parts[5].get_int64()}};
}

std::string_view name(HandOver decision) {
  switch (decision) {
    case HandOver::expired:
      return "expired";
    case HandOver::company_unknown:
      return "company_unknown";
    case HandOver::basket_empty:
      return "basket_empty";
    case HandOver::changed:
      return "changed";
    case HandOver::go:
      return "go";
  }
  assert(false);
  return {};
}

HandOver decide(const Offer& offer, const Present& present) {
  if (present.now >= offer.expires) return HandOver::expired;
  if (!present.company_known || offer.company != present.company) return HandOver::company_unknown;
  if (present.basket_empty) return HandOver::basket_empty;
  if (offer.digest != present.digest || offer.total != present.total) return HandOver::changed;
  return HandOver::go;
}

}  // namespace sealcart::mall
