#include "mall/store/parcels.h"

#include <algorithm>
#include <cassert>

#include "mall/store/purchases.h"

namespace sealcart::mall::store {
namespace {

std::vector<Parcel> parcels_of(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement list{
      "SELECT n, state, value, prints, label, packed, changed FROM parcel WHERE handover = $1 ORDER BY n"};
  const sql::Rows rows = connection.query(list, {handover});
  std::vector<Parcel> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back({.n = rows.integer(i, 0),
                   .state = parse_parcel_state(rows.text(i, 1)),
                   .value = rows.integer(i, 2),
                   .prints = rows.integer(i, 3),
                   .label = rows.text(i, 4),
                   .packed = {rows.integer(i, 5)},
                   .changed = {rows.integer(i, 6)}});
  }
  return all;
}

// Of size classes, separated by spaces.
std::int64_t count_of(const std::string& classes) { return std::count(classes.begin(), classes.end(), ' ') + 1; }

}  // namespace

const Handover& Shipment::handover() const {
  const auto found = std::find_if(purchase.handovers.begin(), purchase.handovers.end(),
                                  [&](const Handover& each) { return each.number == number; });
  assert(found != purchase.handovers.end());
  return *found;
}

std::optional<Shipment> find_shipment(sql::Connection& connection, std::string_view number) {
  static const sql::Statement find{
      "SELECT purchase, left_goods, packed FROM handover WHERE number = $1 AND role = 'shipping' AND state = 'ok'"};
  const sql::Rows rows = connection.query(find, {number});
  if (rows.empty()) return std::nullopt;
  auto purchase = purchase_by_number(connection, rows.text(0, 0));
  assert(purchase);
  return Shipment{std::move(*purchase), std::string(number), rows.null(0, 1) ? std::string() : rows.text(0, 1),
                  rows.integer(0, 2) != 0, parcels_of(connection, number)};
}

void lock_shipment(sql::Connection& connection, std::string_view number) {
  static const sql::Statement lock{"SELECT number FROM handover WHERE number = $1",
                                   "SELECT number FROM handover WHERE number = $1 FOR UPDATE"};
  connection.query(lock, {number});
}

std::vector<Waiting> packing_queue(sql::Connection& connection, std::string_view partner, Time after,
                                   std::string_view after_number, std::int64_t most) {
  static const sql::Statement list{
      "SELECT h.number, h.partner, h.service, h.parcels, h.answered, "
      "(SELECT count(*) FROM parcel p WHERE p.handover = h.number) FROM handover h "
      "WHERE h.role = 'shipping' AND h.state = 'ok' AND h.packed = 0 AND ($1 = '' OR h.partner = $1) "
      "AND (h.answered > $2 OR (h.answered = $2 AND h.number > $3)) ORDER BY h.answered, h.number LIMIT $4"};
  const sql::Rows rows = connection.query(list, {partner, after.seconds, after_number, most});
  std::vector<Waiting> queue;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    queue.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), count_of(rows.text(i, 3)), rows.integer(i, 5),
                     Time{rows.integer(i, 4)}});
  }
  return queue;
}

void add_parcel(sql::Connection& connection, std::string_view handover, const Parcel& parcel, std::string_view left,
                bool all_packed) {
  static const sql::Statement insert{
      "INSERT INTO parcel (handover, n, state, value, prints, label, packed, changed) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
  connection.execute(insert, {handover, parcel.n, name(parcel.state), parcel.value, parcel.prints, parcel.label,
                              parcel.packed.seconds, parcel.changed.seconds});
  static const sql::Statement set{"UPDATE handover SET left_goods = $2, packed = $3 WHERE number = $1"};
  connection.execute(set, {handover, left.empty() ? sql::Param(nullptr) : sql::Param(left), std::int64_t{all_packed}});
}

void set_label(sql::Connection& connection, std::string_view handover, std::int64_t n, std::string_view document) {
  static const sql::Statement set{"UPDATE parcel SET label = $3, prints = prints + 1 WHERE handover = $1 AND n = $2"};
  connection.execute(set, {handover, n, document});
}

bool move_parcel(sql::Connection& connection, std::string_view handover, std::int64_t n, ParcelState before,
                 ParcelState state, Time at) {
  static const sql::Statement move{
      "UPDATE parcel SET state = $4, changed = $5 WHERE handover = $1 AND n = $2 AND state = $3"};
  return connection.execute(move, {handover, n, name(before), name(state), at.seconds}) == 1;
}

std::int64_t count_shelved(sql::Connection& connection, std::string_view purchase) {
  static const sql::Statement count{
      "SELECT count(*) FROM handover h JOIN parcel p ON p.handover = h.number WHERE h.purchase = $1 AND p.state = "
      "'packed'"};
  return connection.query(count, {purchase}).integer(0, 0);
}

std::vector<Shelved> shelved_parcels(sql::Connection& connection, std::int64_t most) {
  static const sql::Statement list{
      "SELECT p.handover, h.partner, h.service, p.n, h.parcels, p.packed, "
      "(SELECT count(*) FROM void_request v WHERE v.handover = h.purchase) FROM parcel p "
      "JOIN handover h ON h.number = p.handover WHERE p.state = 'packed' ORDER BY p.packed, p.handover, p.n LIMIT $1"};
  const sql::Rows rows = connection.query(list, {most});
  std::vector<Shelved> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), rows.integer(i, 3), count_of(rows.text(i, 4)),
                   Time{rows.integer(i, 5)}, rows.integer(i, 6) != 0});
  }
  return all;
}

bool parcels_follow(sql::Connection& connection, std::string_view purchase) {
  static const sql::Statement waits{
      "SELECT 1 FROM purchase p WHERE p.number = $1 AND p.physical = 1 AND NOT EXISTS (SELECT 1 FROM handover h "
      "WHERE h.purchase = p.number AND h.role = 'shipping' AND h.state = 'ok' AND h.packed = 1 AND NOT EXISTS "
      "(SELECT 1 FROM parcel x WHERE x.handover = h.number AND x.state = 'packed'))"};
  return !connection.query(waits, {purchase}).empty();
}

std::vector<Returned> returned_parcels(sql::Connection& connection, std::int64_t most) {
  static const sql::Statement list{
      "SELECT p.handover, h.partner, h.purchase, p.n, h.parcels, p.changed, "
      "(SELECT l.number FROM handover l WHERE l.purchase = h.purchase AND l.role = 'shipping' AND l.state = 'ok' "
      "AND l.id > h.id ORDER BY l.id DESC LIMIT 1) FROM parcel p JOIN handover h ON h.number = p.handover "
      "WHERE p.state = 'returned' AND p.taken_back IS NULL ORDER BY p.changed, p.handover, p.n LIMIT $1"};
  const sql::Rows rows = connection.query(list, {most});
  std::vector<Returned> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), rows.integer(i, 3), count_of(rows.text(i, 4)),
                   Time{rows.integer(i, 5)}, rows.null(i, 6) ? std::string() : rows.text(i, 6)});
  }
  return all;
}

bool take_back(sql::Connection& connection, std::string_view handover, std::int64_t n, Time at) {
  static const sql::Statement set{
      "UPDATE parcel SET taken_back = $3 WHERE handover = $1 AND n = $2 AND state = 'returned' AND taken_back IS NULL"};
  return connection.execute(set, {handover, n, at.seconds}) == 1;
}

DeskCounts desk_counts(sql::Connection& connection) {
  static const sql::Statement to_pack{
      "SELECT count(*) FROM handover WHERE role = 'shipping' AND state = 'ok' AND packed = 0"};
  static const sql::Statement by_state{
      "SELECT state, count(*) FROM parcel WHERE state NOT IN ('delivered', 'withdrawn') AND taken_back IS NULL "
      "GROUP BY state"};
  DeskCounts counts{.to_pack = connection.query(to_pack).integer(0, 0)};
  const sql::Rows rows = connection.query(by_state);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ParcelState state = parse_parcel_state(rows.text(i, 0));
    std::int64_t& count = state == ParcelState::packed     ? counts.to_hand
                          : state == ParcelState::returned ? counts.returned
                                                           : counts.on_the_way;
    count += rows.integer(i, 1);
  }
  return counts;
}

}  // namespace sealcart::mall::store
