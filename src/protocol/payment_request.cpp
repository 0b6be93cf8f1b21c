#include "protocol/payment_request.h"

#include <boost/json.hpp>
#include <cassert>

#include "core/id.h"
#include "protocol/fields.h"
#include "seal/box.h"

namespace sealcart::protocol {
namespace {

std::optional<GoodsKind> parse_kind(std::string_view text) {
  if (text == name(GoodsKind::physical)) return GoodsKind::physical;
  if (text == name(GoodsKind::digital)) return GoodsKind::digital;
  return std::nullopt;
}

// A purchase is named by its number, with or without the sealed goods beside it, or by the sealed goods in the number's
// place.
bool names_purchase(std::string_view purchase, bool has_goods) {
  return is_id(purchase) || (!has_goods && seal::is_sealed(seal::Subject::goods, purchase));
}

Expected<PaymentRequest> read(Verified verified) {
  const auto refused = [](const char* detail) { return problem(400, "payment-request-fields", detail); };
  const boost::json::object& payload = verified.payload;
  if (!verified.envelope.expires) return refused("A payment request needs an expiry.");
  const auto purchase = text_field(payload, "purchase");
  const auto amount = money_fields(payload);
  const auto kind_text = text_field(payload, "kind");
  const auto kind = kind_text ? parse_kind(*kind_text) : std::nullopt;
  if (!purchase || !amount || !kind) return refused("A member is missing or not of its form.");
  std::optional<std::string> goods;
  if (payload.contains("goods")) {
    const auto text = text_field(payload, "goods");
    if (!text || !seal::is_sealed(seal::Subject::goods, *text))
      return refused("The sealed goods are not a sealed text.");
    goods = std::string(*text);
  }
  if (!names_purchase(*purchase, goods.has_value()))
    return refused("The purchase is named neither by number nor by seal.");
  return PaymentRequest{std::move(verified.envelope), std::string(*purchase), *amount, std::move(goods), *kind};
}

}  // namespace

std::string_view name(GoodsKind kind) { return kind == GoodsKind::digital ? "digital" : "physical"; }

std::string_view name(Disclosure disclosure) {
  switch (disclosure) {
    case Disclosure::sealed:
      return "sealed";
    case Disclosure::number_only:
      return "number-only";
    case Disclosure::sealed_only:
      return "sealed-only";
  }
  assert(false);
  return {};
}

std::optional<Disclosure> parse_disclosure(std::string_view text) {
  for (const Disclosure one : {Disclosure::sealed, Disclosure::number_only, Disclosure::sealed_only}) {
    if (text == name(one)) return one;
  }
  return std::nullopt;
}

std::string encode(const PaymentRequest& request, const Signer& signer) {
  assert(request.envelope.expires && request.amount.minor >= 1 && request.amount.minor <= max_amount);
  boost::json::object payload = begin_payload(request.envelope, 5);
  payload.emplace("purchase", request.purchase);
  payload.emplace("amount", request.amount.minor);
  payload.emplace("currency", request.amount.currency.code());
  payload.emplace("kind", name(request.kind));
  if (request.goods) payload.emplace("goods", *request.goods);
  return sign(PaymentRequest::type, payload, signer);
}

Expected<PaymentRequest> decode_payment_request(std::string_view document, std::string_view issuer,
                                                std::string_view audience, Time now,
                                                const std::vector<VerifyKey>& keys) {
  auto verified = verify(document, {PaymentRequest::type, issuer, audience, now}, keys);
  if (!verified) return tl::unexpected(verified.error());
  return read(std::move(*verified));
}

Expected<PaymentRequest> reread_payment_request(std::string_view document, Time now) {
  auto verified = reread(document, now);
  if (!verified) return tl::unexpected(verified.error());
  return read(std::move(*verified));
}

}  // namespace sealcart::protocol
