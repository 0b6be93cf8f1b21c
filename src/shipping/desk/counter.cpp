#include "shipping/desk/counter.h"

#include <stdexcept>

#include "core/id.h"
#include "exchange/store/outbox.h"
#include "protocol/shipping_receipt.h"
#include "protocol/tracking_event.h"
#include "protocol/verified.h"
#include "shipping/rules/scan.h"

namespace sealcart::shipping {
namespace {

CashTerms terms_of(const exchange::Config& config) {
  const CashTerms terms{config.integer("cod_fee_fixed", 0), config.integer("cod_fee_basis_points", 0)};
  if (terms.fee_fixed < 0 || terms.fee_fixed > max_amount) {
    throw std::runtime_error(config.file + ": [shipping] 'cod_fee_fixed' is an amount in minor units, 0 or more");
  }
  if (terms.fee_basis_points < 0 || terms.fee_basis_points > 10'000) {
    throw std::runtime_error(config.file + ": [shipping] 'cod_fee_basis_points' is 0 to 10000");
  }
  return terms;
}

}  // namespace

Counter::Counter(const exchange::Config& its_config, const exchange::KeyRing& its_keys,
                 const exchange::Partners& its_partners, Random& its_random)
    : config(its_config), keys(its_keys), partners(its_partners), random(its_random), terms(terms_of(its_config)) {}

std::shared_ptr<const exchange::Partner> Counter::mall(std::string_view id) const {
  const auto all = partners.all();
  for (const exchange::Partner& partner : *all) {
    if (partner.id == id && partner.role == "mall") return {all, &partner};
  }
  return nullptr;
}

protocol::Named given_to_mall(const store::Shipment& shipment) {
  // A document of our own that never expires.
  return protocol::reread_as<protocol::ShippingReceipt>(shipment.document, Time{}).value().shipping.value();
}

void tell(sql::Connection& connection, const Counter& counter, const store::Parcel& parcel, ParcelState state,
          Time at) {
  const auto mall = counter.mall(parcel.mall);
  if (!mall) return;
  const protocol::TrackingEvent event{
      .envelope = {counter.config.origin, mall->origin, random_id(counter.random), at, std::nullopt},
      .shipping = given_to_mall(store::shipment_of(connection, parcel.shipment)).name,
      .parcel = parcel.parcel,
      .state = state,
      .at = at};
  exchange::store::put(connection, parcel.mall, protocol::encode(event, counter.keys.signer(at)), at);
}

std::string parcel_text(const store::Parcel& parcel) { return parcel_code(parcel.number, parcel.parcel); }

}  // namespace sealcart::shipping
