// What takes parcels in and sends them on needs, at the desk and on the command line.
#pragma once

#include <string>

#include "exchange/config.h"
#include "exchange/keys.h"
#include "exchange/partners.h"
#include "shipping/rules/cash.h"
#include "shipping/store/parcels.h"

namespace sealcart::shipping {

struct Counter {
  // Reads the settings of [shipping] that the depot alone needs. Throws std::runtime_error when one will not do.
  Counter(const exchange::Config& config, const exchange::KeyRing& keys, const exchange::Partners& partners,
          Random& random);

  // The mall of that id, also one that is worked with no longer: parcels of it may still be here. nullptr: none.
  std::shared_ptr<const exchange::Partner> mall(std::string_view id) const;

  const exchange::Config& config;
  const exchange::KeyRing& keys;
  const exchange::Partners& partners;
  Random& random;
  const CashTerms terms;
};

// Who does something, and when.
struct Who {
  std::string name;  // as in the audit log
  Time now;
};

// What the mall was told as shipping number; see protocol::Named.
protocol::Named given_to_mall(const store::Shipment& shipment);

// Tells the parcel's mall what became of it: a letter, in the transaction that makes it so.
void tell(sql::Connection& connection, const Counter& counter, const store::Parcel& parcel, ParcelState state, Time at);

// "3v6k…/2" for the audit log and for people.
std::string parcel_text(const store::Parcel& parcel);

}  // namespace sealcart::shipping
