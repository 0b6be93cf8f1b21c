#include "protocol/label.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cassert>

#include "core/id.h"
#include "protocol/fields.h"
#include "protocol/verified.h"

namespace sealcart::protocol {
namespace {

std::string_view hash_name(NumberKind kind) { return kind == NumberKind::receipt ? "customer_hash" : "addressee_hash"; }

// A hash that may be absent. The outer nullopt: there, and not of its form.
std::optional<std::optional<std::string>> hash_if_any(const boost::json::object& payload, std::string_view name) {
  if (!has_field(payload, name)) return std::optional<std::string>();
  const auto hash = hash_field(payload, name);
  if (!hash) return std::nullopt;
  return std::string(*hash);
}

// What the fields say of each other.
bool agrees(const Label& label) {
  const bool by_number = is_id(label.number.name);
  const bool collects_here = label.number.kind == NumberKind::shipping && label.parcel.n == 1;
  return (by_number || !label.person_hash) && (collects_here || !label.cash_on_delivery);
}

}  // namespace

std::string encode(const Label& label, const Signer& signer) {
  assert(is_parcel(label.parcel) && agrees(label));
  boost::json::object payload = begin_payload(label.envelope, 7);
  payload.emplace(name(label.number.kind), label.number.name);
  if (label.goods_hash) payload.emplace("goods_hash", *label.goods_hash);
  if (label.person_hash) payload.emplace(hash_name(label.number.kind), *label.person_hash);
  put_parcel(payload, label.parcel);
  if (label.cash_on_delivery) put_money(payload, *label.cash_on_delivery);
  return sign(Label::type, payload, signer);
}

Expected<Label> Label::read(Verified verified) {
  const auto refused = [](const char* detail) { return problem(400, "label-fields", detail); };
  const boost::json::object& payload = verified.payload;
  auto number = company_number_field(payload);
  if (!number) return refused("A label bears one receipt or one shipping, by number or by sealed text.");
  const NumberKind other = number->kind == NumberKind::receipt ? NumberKind::shipping : NumberKind::receipt;
  auto goods_hash = hash_if_any(payload, "goods_hash"), person_hash = hash_if_any(payload, hash_name(number->kind));
  const auto parcel = parcel_fields(payload);
  const bool collects = has_field(payload, "amount") || has_field(payload, "currency");
  const auto amount = money_fields(payload);
  if (!goods_hash || !person_hash || has_field(payload, hash_name(other)) || !parcel ||
      collects != amount.has_value()) {
    return refused("A member is missing or not of its form.");
  }
  Label label{std::move(verified.envelope),
              std::move(*number),
              std::move(*goods_hash),
              std::move(*person_hash),
              *parcel,
              amount};
  if (!agrees(label)) {
    return refused("A hash of the person needs a number beside it; an amount, a first parcel and a shipping company.");
  }
  return label;
}

std::string check_text(std::string_view label_document) {
  const seal::Digest digest = seal::sha256(seal::bytes(label_document));
  std::array<unsigned char, 16> first{};
  std::copy_n(digest.begin(), first.size(), first.begin());
  const std::string text = id_text(first);
  return text.substr(id_length - 8, 4) + "-" + text.substr(id_length - 4);
}

}  // namespace sealcart::protocol
