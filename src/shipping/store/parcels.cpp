#include "shipping/store/parcels.h"

#include <cassert>

#include "shipping/store/accept.h"
#include "shipping/store/columns.h"

namespace sealcart::shipping::store {
namespace {

Parcel parcel_of(const sql::Rows& rows, std::size_t row) {
  return {.id = rows.integer(row, 0),
          .shipment = rows.integer(row, 1),
          .mall = rows.text(row, 2),
          .number = rows.text(row, 3),
          .parcel = {rows.integer(row, 4), rows.integer(row, 5)},
          .size_class = rows.text(row, 6),
          .label = rows.text(row, 7),
          .state = static_cast<ParcelState>(rows.integer(row, 8)),
          .reason = rows.text(row, 9),
          .tour = rows.null(row, 10) ? 0 : rows.integer(row, 10),
          .due = stored_money(rows, row, 11),
          .received = {rows.integer(row, 13)},
          .changed = {rows.integer(row, 14)}};
}

std::vector<Parcel> all_of(const sql::Rows& rows) {
  std::vector<Parcel> parcels;
  for (std::size_t row = 0; row < rows.size(); ++row) parcels.push_back(parcel_of(rows, row));
  return parcels;
}

std::optional<Parcel> first_of(const sql::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return parcel_of(rows, 0);
}

std::optional<Shipment> shipment_in(const sql::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return Shipment{.id = rows.integer(0, 0),
                  .mall = rows.text(0, 1),
                  .purchase = rows.text(0, 2),
                  .outcome = static_cast<protocol::Outcome>(rows.integer(0, 3)),
                  .number = text_or_empty(rows, 0, 4),
                  .parcels = rows.text(0, 5),
                  .service = rows.text(0, 6),
                  .cash_on_delivery = stored_money(rows, 0, 7),
                  .sealed_goods = text_or_empty(rows, 0, 9),
                  .sealed_addressee = text_or_empty(rows, 0, 10),
                  .document = rows.text(0, 11)};
}

#define SHIPMENT_COLUMNS                                                                                             \
  "SELECT id, mall, purchase, outcome, number, parcels, service, amount, currency, sealed_goods, sealed_addressee, " \
  "document FROM shipment WHERE "
#define PARCEL_COLUMNS                                                                                                 \
  "SELECT id, shipment, mall, number, n, m, size_class, label, state, reason, tour, due, currency, received, changed " \
  "FROM parcel WHERE "

sql::Param tour_or_null(std::int64_t tour) { return tour == 0 ? sql::Param(nullptr) : sql::Param(tour); }

}  // namespace

std::optional<Shipment> find_shipment(sql::Connection& connection, std::string_view number_given) {
  static const sql::Statement find{SHIPMENT_COLUMNS "number_key = $1"};
  const seal::Digest key = number_key(number_given);
  return shipment_in(connection.query(find, {blob(key)}));
}

std::optional<Shipment> find_request(sql::Connection& connection, const seal::Digest& request_key) {
  static const sql::Statement find{SHIPMENT_COLUMNS "request_key = $1"};
  return shipment_in(connection.query(find, {blob(request_key)}));
}

Shipment shipment_of(sql::Connection& connection, std::int64_t id) {
  static const sql::Statement find{SHIPMENT_COLUMNS "id = $1"};
  return shipment_in(connection.query(find, {id})).value();
}

std::optional<Parcel> find_parcel(sql::Connection& connection, std::string_view number, std::int64_t n) {
  static const sql::Statement find{PARCEL_COLUMNS "number = $1 AND n = $2"};
  return first_of(connection.query(find, {number, n}));
}

std::optional<Parcel> find_parcel(sql::Connection& connection, std::int64_t id) {
  static const sql::Statement find{PARCEL_COLUMNS "id = $1"};
  return first_of(connection.query(find, {id}));
}

std::vector<Parcel> parcels_of(sql::Connection& connection, std::string_view number) {
  static const sql::Statement find{PARCEL_COLUMNS "number = $1 ORDER BY n"};
  return all_of(connection.query(find, {number}));
}

std::vector<Parcel> parcels_on(sql::Connection& connection, std::int64_t tour) {
  static const sql::Statement find{PARCEL_COLUMNS "tour = $1 ORDER BY id"};
  return all_of(connection.query(find, {tour}));
}

bool insert_parcel(sql::Connection& connection, Parcel& parcel, std::string_view operator_name) {
  static const sql::Statement insert{
      "INSERT INTO parcel (shipment, mall, number, n, m, size_class, label, state, reason, due, currency, received, "
      "changed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10, $11, $11) ON CONFLICT (number, n) DO NOTHING "
      "RETURNING id"};
  const sql::Rows rows = connection.query(
      insert,
      {parcel.shipment, parcel.mall, parcel.number, parcel.parcel.n, parcel.parcel.of, parcel.size_class, parcel.label,
       static_cast<std::int64_t>(parcel.state), parcel.due ? sql::Param(parcel.due->minor) : sql::Param(nullptr),
       parcel.due ? sql::Param(parcel.due->currency.code()) : sql::Param(nullptr), parcel.received.seconds});
  if (rows.empty()) return false;
  parcel.id = rows.integer(0, 0);
  add_event(connection, parcel.id, parcel.state, "", operator_name, parcel.received);
  return true;
}

void change_state(sql::Connection& connection, Parcel& parcel, ParcelState to, std::string_view reason,
                  std::int64_t tour, std::string_view operator_name, Time now) {
  static const sql::Statement update{
      "UPDATE parcel SET state = $3, reason = $4, tour = $5, changed = $6 WHERE id = $1 AND state = $2"};
  const std::int64_t changed =
      connection.execute(update, {parcel.id, static_cast<std::int64_t>(parcel.state), static_cast<std::int64_t>(to),
                                  reason, tour_or_null(tour), now.seconds});
  assert(changed == 1);
  add_event(connection, parcel.id, to, reason, operator_name, now);
  parcel.state = to;
  parcel.reason = reason;
  parcel.tour = tour;
  parcel.changed = now;
}

void add_event(sql::Connection& connection, std::int64_t parcel, ParcelState state, std::string_view reason,
               std::string_view operator_name, Time now) {
  static const sql::Statement insert{
      "INSERT INTO parcel_event (parcel, seq, state, reason, operator, at) "
      "SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5 FROM parcel_event WHERE parcel = $1",
      "INSERT INTO parcel_event (parcel, seq, state, reason, operator, at) "
      "SELECT $1::bigint, COALESCE(MAX(seq), 0) + 1, $2::bigint, $3::text, $4::text, $5::bigint FROM parcel_event "
      "WHERE parcel = $1::bigint"};
  connection.execute(insert, {parcel, static_cast<std::int64_t>(state), reason, operator_name, now.seconds});
}

std::vector<ParcelEvent> events_of(sql::Connection& connection, std::int64_t parcel) {
  static const sql::Statement find{
      "SELECT state, reason, operator, at FROM parcel_event WHERE parcel = $1 ORDER BY seq"};
  const sql::Rows rows = connection.query(find, {parcel});
  std::vector<ParcelEvent> events;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    events.push_back(
        {static_cast<ParcelState>(rows.integer(row, 0)), rows.text(row, 1), rows.text(row, 2), {rows.integer(row, 3)}});
  }
  return events;
}

std::vector<Parcel> list_parcels(sql::Connection& connection, const ParcelFilter& filter, std::int64_t most) {
  static const sql::Statement any{PARCEL_COLUMNS "id < $1 ORDER BY id DESC LIMIT $2"};
  static const sql::Statement in_state{PARCEL_COLUMNS "state = $3 AND id < $1 ORDER BY id DESC LIMIT $2"};
  static const sql::Statement of_mall{PARCEL_COLUMNS "mall = $3 AND id < $1 ORDER BY id DESC LIMIT $2"};
  static const sql::Statement of_both{PARCEL_COLUMNS "mall = $3 AND state = $4 AND id < $1 ORDER BY id DESC LIMIT $2"};
  const std::int64_t before = filter.before > 0 ? filter.before : INT64_MAX;
  const std::int64_t state = filter.state ? static_cast<std::int64_t>(*filter.state) : 0;
  if (filter.mall.empty()) {
    return all_of(filter.state ? connection.query(in_state, {before, most, state})
                               : connection.query(any, {before, most}));
  }
  return all_of(filter.state ? connection.query(of_both, {before, most, filter.mall, state})
                             : connection.query(of_mall, {before, most, filter.mall}));
}

std::int64_t count_parcels(sql::Connection& connection, ParcelState state, std::int64_t most) {
  static const sql::Statement count{"SELECT COUNT(*) FROM (SELECT 1 FROM parcel WHERE state = $1 LIMIT $2) AS counted"};
  return connection.query(count, {static_cast<std::int64_t>(state), most}).integer(0, 0);
}

}  // namespace sealcart::shipping::store
