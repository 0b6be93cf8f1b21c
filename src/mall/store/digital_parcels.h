// Parcels of data: what waits to be packed, and what is on its way to a credit company (seed S324).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "mall/rules/purchase.h"
#include "mall/store/claims.h"
#include "sql/database.h"

namespace sealcart::mall::store {

// A settled purchase whose digital goods nobody has packed.
struct ToSend {
  std::string purchase;
  Handover payment;
  bool physical = false;  // something goes by parcel besides
  Money total;
};
// The oldest first, after that purchase number (empty: from the first).
std::vector<ToSend> purchases_to_send(sql::Connection& connection, std::string_view after, std::int64_t most);
std::optional<ToSend> purchase_to_send(sql::Connection& connection, std::string_view purchase);
std::int64_t count_to_send(sql::Connection& connection);

struct DigitalParcel {
  std::int64_t id = 0;
  std::string handover, purchase, partner;
  std::int64_t parcel = 1, parcels = 1;
  std::string file;       // in the spool
  std::int64_t size = 0;  // forgotten, as the hash is, once it is accepted: a file's size may tell which product it was
  std::int64_t sent = 0;  // bytes that the company has, as was noted last; forgotten too
  std::string hash;       // base64url SHA-256 of the file
  std::string label;      // document
  std::string state;      // waiting, accepted, refused
  std::string fault;
  std::int64_t attempts = 0;
  Time created;
  std::optional<Time> accepted;
  Money claims;
};

// All parcels of one hand-over. False when somebody else has packed it meanwhile.
bool add_parcels(sql::Connection& connection, std::span<const DigitalParcel> parcels, Time now);

// The newest first, older than `before` (0: from the newest).
std::vector<DigitalParcel> list_parcels(sql::Connection& connection, std::int64_t before, std::int64_t most);
// Those of one hand-over, in order.
std::vector<DigitalParcel> parcels_of(sql::Connection& connection, std::string_view handover);

// Asked before, so that an idle desk writes nothing.
bool any_due_parcel(sql::Connection& connection, Time now);
// Something of the purchase goes as data and is not wholly at the credit company yet.
bool data_follows(sql::Connection& connection, std::string_view purchase);
// When the last of a purchase's parcels was accepted; nullopt while some are on their way, or none was packed.
std::optional<Time> all_accepted(sql::Connection& connection, std::string_view purchase);

// The one that is due longest, held back from others for `lease_seconds`.
std::optional<DigitalParcel> claim_due_parcel(sql::Connection& connection, Time now, std::int64_t lease_seconds);
// While it travels: `sent` bytes are there, so that earlier attempts do not count any more. Held back until then.
void note_progress(sql::Connection& connection, std::int64_t id, std::int64_t sent, Time until);
void postpone_parcel(sql::Connection& connection, std::int64_t id, Time next_attempt, std::string_view fault);
void refuse_parcel(sql::Connection& connection, std::int64_t id, std::string_view fault);
// An operator has it tried again. False when it is not refused.
bool retry_parcel(sql::Connection& connection, std::int64_t id, Time now);

// The company has it. True when it was the last one of its hand-over to get there: then the claim is due.
bool accept_parcel(sql::Connection& connection, const DigitalParcel& parcel, Time now);

}  // namespace sealcart::mall::store
