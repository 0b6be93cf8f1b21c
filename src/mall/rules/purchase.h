// One purchase as the mall keeps it (seed S312, S1212), and its hand-overs to companies: who bought what is not in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "protocol/disclosure.h"
#include "protocol/outcome.h"
#include "protocol/payment_request.h"

namespace sealcart::mall {

enum class State { pending, ok, no, ng };
std::string_view name(State state);        // "pending", "ok", "no", "ng"
State parse_state(std::string_view name);  // asserts: only the database's own words
State state_of(protocol::Outcome outcome);

enum class Role { credit, shipping };
std::string_view name(Role role);  // "credit", "shipping": as in the partner registry
Role parse_role(std::string_view name);

// A signed request to one company, and its answer. Each has a number and a box of its own.
struct Handover {
  std::string number;  // purchase number for this company
  Role role = Role::credit;
  std::string partner;       // id of the company
  std::string sealed_goods;  // stays here in number-only mode, crosses in the others
  protocol::Disclosure disclosure = protocol::Disclosure::sealed;  // the mode in which it was handed over
  std::optional<Money> amount;       // what the company is to collect; none for a parcel that is paid for
  std::vector<std::string> parcels;  // size classes; shipping only
  std::string service;               // shipping only
  std::string request_document;      // the signed request
  std::string request_hash;          // protocol::document_hash of it
  Time created;
  Time expires;  // of the request
  State state = State::pending;
  std::optional<protocol::Named> reply;   // when ok: the receipt, or the shipment
  std::optional<std::string> reply_hash;  // protocol::document_hash of the answer taken
  std::optional<Time> answered;
  bool returned = false;  // accepted, and every parcel of it has come back

  friend bool operator==(const Handover&, const Handover&) = default;
};

struct Purchase {
  std::string number;  // of its first hand-over; the customer's and the mall's name for all of it
  Money total;         // including tax
  bool digital = false, physical = false;
  Time created;
  State state = State::pending;     // bought: paid, or accepted for cash on delivery
  bool cancelled = false;           // voided after its payment: nothing more of it is packed, sent or claimed
  std::string kept_goods;           // what goes by parcel, encrypted (web/kept_goods.h); empty once it is delivered
  std::vector<Handover> handovers;  // in order of creation, at least one
  friend bool operator==(const Purchase&, const Purchase&) = default;

  const Handover* payment() const;   // nullptr for cash on delivery
  const Handover* delivery() const;  // the accepted one, else the latest that waits, else the latest; or nullptr. One
                                     // whose parcels came back is passed over for any later one
};

// How far a purchase is.
struct Progress {
  std::string number;
  State state = State::pending;
  std::int64_t answered = 0;  // how many of its hand-overs have their answer
};

// What the request said of the purchase.
protocol::Named named(const Handover& handover);

// No answer within a minute after the request ran out. Only what the customer reads: a late answer is taken all the
// same.
bool seems_expired(const Handover& handover, Time now);

// The customer may hand the parcel over to a shipping company now: there are goods for it that nobody has accepted, and
// they are paid for or to be paid at the door (seed S1208, S1514).
bool may_ship(const Purchase& purchase);

// Its parcels left once, were claimed for, and came back: sent again, nothing is claimed.
bool was_sent(const Purchase& purchase);

// The hand-over to the same company and service that still waits for its answer: it serves once more, and no second
// request is made.
const Handover* waiting_for(const Purchase& purchase, std::string_view company, std::string_view service, Time now);

}  // namespace sealcart::mall
