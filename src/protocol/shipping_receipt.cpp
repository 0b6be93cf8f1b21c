#include "protocol/shipping_receipt.h"

#include <boost/json.hpp>
#include <cassert>

#include "protocol/fields.h"
#include "protocol/verified.h"

namespace sealcart::protocol {

std::string encode(const ShippingReceipt& receipt, const Signer& signer) {
  assert((receipt.outcome == Outcome::ok) == receipt.shipping.has_value());
  boost::json::object payload = begin_payload(receipt.envelope, 6);
  payload.emplace("outcome", name(receipt.outcome));
  if (receipt.shipping) put_named(payload, "shipping", "addressee", *receipt.shipping);
  put_named(payload, "purchase", "goods", receipt.purchase);
  payload.emplace("request_hash", receipt.request_hash);
  return sign(ShippingReceipt::type, payload, signer);
}

Expected<ShippingReceipt> ShippingReceipt::read(Verified verified) {
  const auto refused = [](const char* detail) { return problem(400, "shipping-receipt-fields", detail); };
  const boost::json::object& payload = verified.payload;
  const auto outcome_text = text_field(payload, "outcome");
  const auto outcome = outcome_text ? parse_outcome(*outcome_text) : std::nullopt;
  auto purchase = named_fields(payload, "purchase", "goods");
  const auto hash = hash_field(payload, "request_hash");
  if (!outcome || !purchase || !hash) return refused("A member is missing or not of its form.");
  auto shipping = reply_fields(payload, "shipping", "addressee", seal::Subject::addressee, *outcome);
  if (!shipping) {
    return refused("A shipping number, or a sealed addressee in its place, belongs to the outcome OK, and only to it.");
  }
  return ShippingReceipt{std::move(verified.envelope), *outcome, std::move(*shipping), std::move(*purchase),
                         std::string(*hash)};
}

}  // namespace sealcart::protocol
