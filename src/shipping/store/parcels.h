// Parcels at the depot and what became of them. Nothing of the addressee but the sealed text, for the desk to open.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "protocol/parcel.h"
#include "shipping/rules/parcel_steps.h"
#include "shipping/store/shipments.h"
#include "sql/database.h"

namespace sealcart::shipping::store {

// A shipment as the depot needs it.
struct Shipment {
  std::int64_t id = 0;
  std::string mall, purchase;
  protocol::Outcome outcome = protocol::Outcome::no;
  std::string number;   // empty unless OK
  std::string parcels;  // size classes, separated by spaces
  std::string service;
  std::optional<Money> cash_on_delivery;
  std::string sealed_goods, sealed_addressee;  // empty where there are none
  std::string document;                        // the receipt
};
// By what a label gives as shipping number.
std::optional<Shipment> find_shipment(sql::Connection& connection, std::string_view number_given);
// By protocol::request_key: for a label that names a purchase which was not accepted.
std::optional<Shipment> find_request(sql::Connection& connection, const seal::Digest& request_key);
Shipment shipment_of(sql::Connection& connection, std::int64_t id);

struct Parcel {
  std::int64_t id = 0, shipment = 0;
  std::string mall, number;
  protocol::Parcel parcel;
  std::string size_class;
  std::string label;  // jti of the label that was opened
  ParcelState state = ParcelState::received;
  std::string reason;
  std::int64_t tour = 0;  // 0: none yet
  std::optional<Money> due;
  Time received, changed;
};
std::optional<Parcel> find_parcel(sql::Connection& connection, std::string_view number, std::int64_t n);
std::optional<Parcel> find_parcel(sql::Connection& connection, std::int64_t id);
std::vector<Parcel> parcels_of(sql::Connection& connection, std::string_view number);
std::vector<Parcel> parcels_on(sql::Connection& connection, std::int64_t tour);

// A parcel that was received just now, with its first event. False, and nothing is written, when it was there.
bool insert_parcel(sql::Connection& connection, Parcel& parcel, std::string_view operator_name);
// From the state that `parcel` was found in, with its event; `parcel` is as it is afterwards. False when it has
// changed.
void change_state(sql::Connection& connection, Parcel& parcel, ParcelState to, std::string_view reason,
                  std::int64_t tour, std::string_view operator_name, Time now);
void add_event(sql::Connection& connection, std::int64_t parcel, ParcelState state, std::string_view reason,
               std::string_view operator_name, Time now);

struct ParcelEvent {
  ParcelState state;
  std::string reason, operator_name;
  Time at;
};
std::vector<ParcelEvent> events_of(sql::Connection& connection, std::int64_t parcel);

struct ParcelFilter {
  std::optional<ParcelState> state;
  std::string mall;         // empty: of all
  std::int64_t before = 0;  // id; 0: from the newest
};
// Newest first.
std::vector<Parcel> list_parcels(sql::Connection& connection, const ParcelFilter& filter, std::int64_t most);
// How many are in `state`, counted up to `most`.
std::int64_t count_parcels(sql::Connection& connection, ParcelState state, std::int64_t most);

}  // namespace sealcart::shipping::store
