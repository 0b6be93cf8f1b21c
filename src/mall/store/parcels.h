// The packing desk's rows: parcels, what is left to pack, and shipments that wait for it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mall/rules/parcels.h"
#include "sql/database.h"

namespace sealcart::mall::store {

// An accepted shipment with what the desk did for it.
struct Shipment {
  Purchase purchase;       // with all of its hand-overs
  std::string number;      // of the hand-over that it is about
  std::string left_goods;  // sealed; empty before the first parcel
  bool packed = false;
  std::vector<Parcel> parcels;
  const Handover& handover() const;
};
// nullopt unless there is a shipping hand-over of that number which was accepted.
std::optional<Shipment> find_shipment(sql::Connection& connection, std::string_view number);
// Locks it against others who pack it (PostgreSQL; SQLite's writer is alone anyway).
void lock_shipment(sql::Connection& connection, std::string_view number);

// One line of the packing queue.
struct Waiting {
  std::string number;
  std::string partner, service;
  std::int64_t parcels = 1, packed = 0;
  Time answered;
};
// Shipments that are not packed yet, the oldest first, answered after `after` (0: from the oldest) or at that second
// with a number above `after_number`.
std::vector<Waiting> packing_queue(sql::Connection& connection, std::string_view partner, Time after,
                                   std::string_view after_number, std::int64_t most);

// Also writes what is left. `left` empty: nothing; `all_packed`: this was the last parcel.
void add_parcel(sql::Connection& connection, std::string_view handover, const Parcel& parcel, std::string_view left,
                bool all_packed);
// The label of another print.
void set_label(sql::Connection& connection, std::string_view handover, std::int64_t n, std::string_view document);
// False when it is not in state `before`.
bool move_parcel(sql::Connection& connection, std::string_view handover, std::int64_t n, ParcelState before,
                 ParcelState state, Time at);

struct Shelved {
  std::string handover, partner, service;
  std::int64_t n = 1, of = 1;
  Time packed;
  bool cancelled = false;  // its purchase was, since it was packed: it must not leave
};
std::int64_t count_shelved(sql::Connection& connection, std::string_view purchase);
// Parcels on the shelf, the oldest first.
std::vector<Shelved> shelved_parcels(sql::Connection& connection, std::int64_t most);

// Something of the purchase goes by parcel and has not left yet.
bool parcels_follow(sql::Connection& connection, std::string_view purchase);

struct Returned {
  std::string handover, partner, purchase;
  std::int64_t n = 1, of = 1;
  Time since;
  std::string again;  // number of the hand-over by which it goes out again; empty: nobody has asked for that
};
// Parcels that came back and that nobody at the dock has taken back yet, the oldest first.
std::vector<Returned> returned_parcels(sql::Connection& connection, std::int64_t most);
// False when it is not one of those.
bool take_back(sql::Connection& connection, std::string_view handover, std::int64_t n, Time at);

struct DeskCounts {
  std::int64_t to_pack = 0, to_hand = 0, on_the_way = 0, returned = 0;
};
DeskCounts desk_counts(sql::Connection& connection);

}  // namespace sealcart::mall::store
