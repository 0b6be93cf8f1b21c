#include "protocol/payment_request.h"

#include <boost/json.hpp>
#include <cassert>

#include "protocol/fields.h"
#include "protocol/verified.h"

namespace sealcart::protocol {
namespace {

std::optional<GoodsKind> parse_kind(std::string_view text) {
  if (text == name(GoodsKind::physical)) return GoodsKind::physical;
  if (text == name(GoodsKind::digital)) return GoodsKind::digital;
  return std::nullopt;
}

}  // namespace

std::string_view name(GoodsKind kind) { return kind == GoodsKind::digital ? "digital" : "physical"; }

Expected<PaymentRequest> PaymentRequest::read(Verified verified) {
  const auto refused = [](const char* detail) { return problem(400, "payment-request-fields", detail); };
  const boost::json::object& payload = verified.payload;
  if (!verified.envelope.expires) return refused("A payment request needs an expiry.");
  auto purchase = named_fields(payload, "purchase", "goods");
  const auto amount = money_fields(payload);
  const auto kind_text = text_field(payload, "kind");
  const auto kind = kind_text ? parse_kind(*kind_text) : std::nullopt;
  if (!purchase || !amount || !kind) return refused("A member is missing or not of its form.");
  if (!is_named(seal::Subject::goods, *purchase))
    return refused("The purchase is named neither by number nor by seal.");
  return PaymentRequest{std::move(verified.envelope), std::move(*purchase), *amount, *kind};
}

std::string encode(const PaymentRequest& request, const Signer& signer) {
  assert(request.envelope.expires && request.amount.minor >= 1 && request.amount.minor <= max_amount);
  boost::json::object payload = begin_payload(request.envelope, 5);
  put_named(payload, "purchase", "goods", request.purchase);
  put_money(payload, request.amount);
  payload.emplace("kind", name(request.kind));
  return sign(PaymentRequest::type, payload, signer);
}

}  // namespace sealcart::protocol
