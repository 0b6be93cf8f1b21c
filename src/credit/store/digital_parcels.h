// Parcels of data: how they arrive, wait, are forwarded and forgotten (seed S324, S325).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "core/world.h"
#include "credit/rules/parcel.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::credit::store {

// `key`: receipt_key() of the number on a label.
struct ReceiptFound {
  std::int64_t settlement = 0;
  std::string receipt;
  LabelledReceipt held;
};
std::optional<ReceiptFound> find_receipt(sql::Connection& connection, const seal::Digest& key);

struct DigitalParcel {
  std::int64_t id = 0;
  std::string name;  // hash of its label: also its file's
  std::string mall;
  std::int64_t settlement = 0;
  std::string receipt;
  std::int64_t parcel = 1, parcels = 1;
  std::int64_t size = 0;
  std::string hash;   // base64url SHA-256
  std::string label;  // document
  std::string state;  // arriving, waiting, queued, sent, bounced
  std::string asked_by;
  std::int64_t rounds = 0, attempts = 0;
  std::string fault;
  Time created;
  std::optional<Time> arrived, sent, deleted, withdrawn;
};

// The row of an offered parcel: a new one, or that of the same offer before. Problems: 409 "parcel-conflict" when this
// parcel of the receipt came with another label or content, 429 "parcel-too-many" when more than `most_bytes` of the
// mall are on their way.
Expected<DigitalParcel> offer_parcel(sql::Connection& connection, const DigitalParcel& offered, std::int64_t most_bytes,
                                     Time now);
std::optional<DigitalParcel> find_parcel(sql::Connection& connection, std::string_view name, std::string_view mall);
// All of it is there. Again: changes nothing.
void parcel_arrived(sql::Connection& connection, std::int64_t id, Time now);

// By the keyed hash of its link.
std::optional<DigitalParcel> parcel_by_token(sql::Connection& connection, const seal::Digest& hash);

// The newest first, older than `before` (0: from the newest); `state` empty: of all.
std::vector<DigitalParcel> list_parcels(sql::Connection& connection, std::string_view state, std::int64_t before,
                                        std::int64_t most);
std::int64_t count_parcels(sql::Connection& connection, std::string_view state);

// The purchase is cancelled: what was not sent yet is never forwarded, unless it is paid for. It is when something was
// `captured` and all parcels are here, since a mall claims for data once it has sent all of it.
void withdraw_parcels(sql::Connection& connection, std::int64_t settlement, bool captured, Time now);

// Has it forwarded, for the first time or again, unless it is under way, its bytes are gone, or it was withdrawn. True
// when it will be.
bool queue_parcel(sql::Connection& connection, std::int64_t id, std::string_view by, Time now);
// All that wait; how many.
std::int64_t queue_waiting(sql::Connection& connection, std::string_view by, Time now);

// A parcel to forward, with whom it is for.
struct ToForward {
  DigitalParcel parcel;
  std::string sealed_customer;
};
// One that is due, held back from others for `lease_seconds`.
std::optional<ToForward> claim_forward(sql::Connection& connection, Time now, std::int64_t lease_seconds);
bool any_to_forward(sql::Connection& connection, Time now);
std::optional<std::string> email_of(sql::Connection& connection, std::string_view customer);
void set_token(sql::Connection& connection, std::int64_t id, const seal::Digest& hash);
// Also when it was withdrawn while its mail was on the way: that cannot be called back.
void parcel_sent(sql::Connection& connection, std::int64_t id, Time now);
void postpone_forward(sql::Connection& connection, std::int64_t id, Time next_attempt, std::string_view fault);
void parcel_bounced(sql::Connection& connection, std::int64_t id, std::string_view fault);

// Names of those that were sent before `sent_before` or were withdrawn, marked as deleted now, and of those whose
// arrival broke off before `begun_before`, whose rows are gone now.
std::vector<std::string> forget_sent(sql::Connection& connection, Time sent_before, Time now);
std::vector<std::string> forget_withdrawn(sql::Connection& connection, Time now);
std::vector<std::string> forget_broken(sql::Connection& connection, Time begun_before);

}  // namespace sealcart::credit::store
