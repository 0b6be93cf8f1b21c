#include "mall/web/make_handover.h"

#include <cassert>

#include "core/id.h"
#include "protocol/shipping_request.h"
#include "seal/box.h"

namespace sealcart::mall {
namespace {

// One box for all of the goods. Goods whose names are too long for the largest box are sealed without them: the desk
// has them.
std::string seal_goods(const Shop& shop, const Goods& goods, const std::string& number) {
  const seal::SealingKey key = shop.party.keys.sealing_key();
  auto sealed = seal::seal(seal::Subject::goods, number, sealed_contents(goods), key);
  if (!sealed) sealed = seal::seal(seal::Subject::goods, number, sealed_contents(nameless(goods)), key);
  assert(sealed.has_value());
  return std::move(*sealed);
}

Handover begin(const Shop& shop, Role role, const Goods& goods, const exchange::Partner& company, Time now) {
  Handover made{.number = PurchaseNumber::make(shop.party.random, now).text(), .role = role, .partner = company.id};
  made.sealed_goods = seal_goods(shop, goods, made.number);
  made.disclosure = shop.party.config.disclosure;
  made.created = now;
  made.expires = now + shop.settings.request_seconds;
  return made;
}

protocol::Envelope envelope(const Shop& shop, const exchange::Partner& company, const Handover& handover) {
  return {shop.party.config.origin, company.origin, random_id(shop.party.random), handover.created, handover.expires};
}

template <class Request>
void sign(const Shop& shop, Handover& handover, const Request& request) {
  handover.request_document = protocol::encode(request, shop.party.keys.signer(handover.created));
  handover.request_hash = protocol::document_hash(handover.request_document);
}

}  // namespace

Handover make_payment(const Shop& shop, const Goods& goods, const Money& total, protocol::GoodsKind kind,
                      const exchange::Partner& company, Time now) {
  Handover made = begin(shop, Role::credit, goods, company, now);
  made.amount = total;
  sign(shop, made, protocol::PaymentRequest{envelope(shop, company, made), named(made), total, kind});
  return made;
}

Handover make_delivery(const Shop& shop, const Goods& goods, Shipment shipment, const exchange::Partner& company,
                       Time now) {
  Handover made = begin(shop, Role::shipping, goods, company, now);
  made.amount = shipment.cash_on_delivery;
  made.parcels = std::move(shipment.parcels);
  made.service = std::move(shipment.service);
  sign(shop, made,
       protocol::ShippingRequest{envelope(shop, company, made), named(made), made.parcels, made.service, made.amount});
  return made;
}

}  // namespace sealcart::mall
