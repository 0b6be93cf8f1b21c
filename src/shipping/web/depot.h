// What the endpoints of a shipping company share, made once by main.
#pragma once

#include "core/task.h"
#include "exchange/party.h"
#include "shipping/rules/offer.h"
#include "shipping/rules/postal_codes.h"
#include "shipping/store/accept.h"
#include "sql/database.h"

namespace sealcart::shipping {

// The configuration's [shipping] table; src/shipping/README.md lists it. Throws std::runtime_error when a key is
// unknown or a value will not do.
struct Settings {
  Offer offer;
  PostalCodes postal_codes;
  static Settings of(const exchange::Config& config);
};

struct Depot {
  // Throws std::runtime_error.
  explicit Depot(const exchange::Party& party);

  Task<void> tick();  // once a second, on one loop
  void stop();        // before the loops end

  const exchange::Party& party;
  const Settings settings;
  sql::Group<store::Accept> acceptances;
};

}  // namespace sealcart::shipping
