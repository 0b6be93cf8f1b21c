#include "protocol/shipping_request.h"

#include <boost/json.hpp>
#include <cassert>

#include "protocol/carrier_terms.h"
#include "protocol/fields.h"
#include "protocol/verified.h"

namespace sealcart::protocol {
namespace {

std::optional<std::vector<std::string>> parcels_field(const boost::json::object& payload) {
  const auto* value = payload.if_contains("parcels");
  if (value == nullptr || !value->is_array()) return std::nullopt;
  const boost::json::array& list = value->get_array();
  if (list.empty() || list.size() > max_parcels) return std::nullopt;
  std::vector<std::string> parcels;
  for (const auto& entry : list) {
    if (!entry.is_string() || !is_term_id(std::string_view(entry.get_string()))) return std::nullopt;
    parcels.emplace_back(entry.get_string());
  }
  return parcels;
}

}  // namespace

std::string encode(const ShippingRequest& request, const Signer& signer) {
  assert(request.envelope.expires && !request.parcels.empty() && request.parcels.size() <= max_parcels);
  boost::json::object payload = begin_payload(request.envelope, 6);
  put_named(payload, "purchase", "goods", request.purchase);
  boost::json::array parcels;
  for (const std::string& size : request.parcels) parcels.emplace_back(size);
  payload.emplace("parcels", std::move(parcels));
  payload.emplace("service", request.service);
  if (request.cash_on_delivery) put_money(payload, *request.cash_on_delivery);
  return sign(ShippingRequest::type, payload, signer);
}

Expected<ShippingRequest> ShippingRequest::read(Verified verified) {
  const auto refused = [](const char* detail) { return problem(400, "shipping-request-fields", detail); };
  const boost::json::object& payload = verified.payload;
  if (!verified.envelope.expires) return refused("A shipping request needs an expiry.");
  auto purchase = named_fields(payload, "purchase", "goods");
  auto parcels = parcels_field(payload);
  const auto service = text_field(payload, "service");
  const bool collects = payload.contains("amount") || payload.contains("currency");
  const auto amount = money_fields(payload);
  if (!purchase || !parcels || !service || !is_term_id(*service) || collects != amount.has_value()) {
    return refused("A member is missing or not of its form.");
  }
  if (!is_named(seal::Subject::goods, *purchase))
    return refused("The purchase is named neither by number nor by seal.");
  return ShippingRequest{std::move(verified.envelope), std::move(*purchase), std::move(*parcels), std::string(*service),
                         amount};
}

}  // namespace sealcart::protocol
