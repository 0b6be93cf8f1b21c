#include "mall/store/digital_parcels.h"

#include "mall/store/handover_row.h"

namespace sealcart::mall::store {
namespace {

#define TO_SEND                                                                                         \
  "SELECT p.number, p.physical, p.amount, p.currency, " HANDOVER_COLUMNS                                \
  " FROM purchase p JOIN handover h ON h.purchase = p.number AND h.role = 'credit' AND h.state = 'ok' " \
  "WHERE p.digital = 1 AND p.state = 'ok' AND p.digital_packed IS NULL "
constexpr std::size_t to_send_columns = 4;

std::vector<ToSend> read_to_send(const sql::Rows& rows) {
  std::vector<ToSend> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({.purchase = rows.text(i, 0),
                     .payment = read_handover(rows, i, to_send_columns),
                     .physical = rows.integer(i, 1) != 0,
                     .total = {rows.integer(i, 2), Currency::parse(rows.text(i, 3)).value()}});
  }
  return found;
}

#define PARCEL_COLUMNS                                                                                                \
  "d.id, d.handover, d.purchase, d.partner, d.parcel, d.parcels, d.file, d.size, d.hash, d.label, d.state, d.fault, " \
  "d.attempts, d.created, d.accepted, d.claims, p.currency, d.sent FROM digital_parcel d JOIN purchase p ON "         \
  "p.number = d.purchase "

std::vector<DigitalParcel> read_parcels(const sql::Rows& rows) {
  std::vector<DigitalParcel> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    DigitalParcel one{.id = rows.integer(i, 0),
                      .handover = rows.text(i, 1),
                      .purchase = rows.text(i, 2),
                      .partner = rows.text(i, 3),
                      .parcel = rows.integer(i, 4),
                      .parcels = rows.integer(i, 5),
                      .file = rows.text(i, 6),
                      .size = rows.integer(i, 7),
                      .sent = rows.integer(i, 17),
                      .hash = rows.text(i, 8),
                      .label = rows.text(i, 9),
                      .state = rows.text(i, 10),
                      .fault = rows.text(i, 11),
                      .attempts = rows.integer(i, 12),
                      .created = {rows.integer(i, 13)},
                      .accepted = {},
                      .claims = {rows.integer(i, 15), Currency::parse(rows.text(i, 16)).value()}};
    if (!rows.null(i, 14)) one.accepted = Time{rows.integer(i, 14)};
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace

std::vector<ToSend> purchases_to_send(sql::Connection& connection, std::string_view after, std::int64_t most) {
  static const sql::Statement select{TO_SEND "AND p.number > $1 ORDER BY p.number LIMIT $2"};
  return read_to_send(connection.query(select, {after, most}));
}

std::optional<ToSend> purchase_to_send(sql::Connection& connection, std::string_view purchase) {
  static const sql::Statement select{TO_SEND "AND p.number = $1"};
  auto found = read_to_send(connection.query(select, {purchase}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::int64_t count_to_send(sql::Connection& connection) {
  static const sql::Statement count{
      "SELECT count(*) FROM purchase WHERE digital = 1 AND state = 'ok' AND digital_packed IS NULL"};
  return connection.query(count).integer(0, 0);
}

bool add_parcels(sql::Connection& connection, std::span<const DigitalParcel> parcels, Time now) {
  static const sql::Statement mark{
      "UPDATE purchase SET digital_packed = $2 WHERE number = $1 AND digital_packed IS NULL"};
  static const sql::Statement insert{
      "INSERT INTO digital_parcel (handover, purchase, partner, parcel, parcels, file, size, hash, label, state, "
      "fault, attempts, next_attempt, created, claims) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', '', 0, $10, $10, $11)"};
  if (parcels.empty() || connection.execute(mark, {parcels.front().purchase, now.seconds}) == 0) return false;
  for (const DigitalParcel& one : parcels) {
    connection.execute(insert, {one.handover, one.purchase, one.partner, one.parcel, one.parcels, one.file, one.size,
                                one.hash, one.label, now.seconds, one.claims.minor});
  }
  return true;
}

std::vector<DigitalParcel> list_parcels(sql::Connection& connection, std::int64_t before, std::int64_t most) {
  static const sql::Statement select{"SELECT " PARCEL_COLUMNS
                                     "WHERE ($1 = 0 OR d.id < $1) ORDER BY d.id DESC LIMIT $2"};
  return read_parcels(connection.query(select, {before, most}));
}

std::vector<DigitalParcel> parcels_of(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement select{"SELECT " PARCEL_COLUMNS "WHERE d.handover = $1 ORDER BY d.parcel"};
  return read_parcels(connection.query(select, {handover}));
}

bool any_due_parcel(sql::Connection& connection, Time now) {
  static const sql::Statement select{
      "SELECT 1 FROM digital_parcel WHERE state = 'waiting' AND next_attempt <= $1 LIMIT 1"};
  return !connection.query(select, {now.seconds}).empty();
}

bool data_follows(sql::Connection& connection, std::string_view purchase) {
  static const sql::Statement waits{
      "SELECT 1 FROM purchase p WHERE p.number = $1 AND p.digital = 1 AND (p.digital_packed IS NULL OR EXISTS "
      "(SELECT 1 FROM digital_parcel d WHERE d.purchase = p.number AND d.state <> 'accepted'))"};
  return !connection.query(waits, {purchase}).empty();
}

std::optional<Time> all_accepted(sql::Connection& connection, std::string_view purchase) {
  static const sql::Statement select{
      "SELECT count(*), count(accepted), max(accepted) FROM digital_parcel WHERE purchase = $1"};
  const sql::Rows rows = connection.query(select, {purchase});
  if (rows.integer(0, 0) == 0 || rows.integer(0, 0) != rows.integer(0, 1)) return std::nullopt;
  return Time{rows.integer(0, 2)};
}

std::optional<DigitalParcel> claim_due_parcel(sql::Connection& connection, Time now, std::int64_t lease_seconds) {
  static const sql::Statement select{
      "SELECT " PARCEL_COLUMNS
      "WHERE d.state = 'waiting' AND d.next_attempt <= $1 ORDER BY d.next_attempt, d.id LIMIT 1",
      "SELECT " PARCEL_COLUMNS
      "WHERE d.state = 'waiting' AND d.next_attempt <= $1 ORDER BY d.next_attempt, d.id LIMIT 1 FOR UPDATE OF d SKIP "
      "LOCKED"};
  static const sql::Statement lease{
      "UPDATE digital_parcel SET attempts = attempts + 1, next_attempt = $2 WHERE id = $1"};
  auto due = read_parcels(connection.query(select, {now.seconds}));
  if (due.empty()) return std::nullopt;
  connection.execute(lease, {due.front().id, now.seconds + lease_seconds});
  ++due.front().attempts;
  return std::move(due.front());
}

void note_progress(sql::Connection& connection, std::int64_t id, std::int64_t sent, Time until) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET sent = $2, next_attempt = $3, attempts = 0, fault = '' WHERE id = $1 AND state = "
      "'waiting'"};
  connection.execute(update, {id, sent, until.seconds});
}

void postpone_parcel(sql::Connection& connection, std::int64_t id, Time next_attempt, std::string_view fault) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET next_attempt = $2, fault = $3 WHERE id = $1 AND state = 'waiting'"};
  connection.execute(update, {id, next_attempt.seconds, fault});
}

void refuse_parcel(sql::Connection& connection, std::int64_t id, std::string_view fault) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET state = 'refused', fault = $2 WHERE id = $1 AND state = 'waiting'"};
  connection.execute(update, {id, fault});
}

bool retry_parcel(sql::Connection& connection, std::int64_t id, Time now) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET state = 'waiting', fault = '', attempts = 0, next_attempt = $2 "
      "WHERE id = $1 AND state = 'refused'"};
  return connection.execute(update, {id, now.seconds}) == 1;
}

bool accept_parcel(sql::Connection& connection, const DigitalParcel& parcel, Time now) {
  // The purchase's row is locked (PostgreSQL), so that of two parcels that arrive at once one is the last.
  static const sql::Statement lock{"SELECT number FROM purchase WHERE number = $1",
                                   "SELECT number FROM purchase WHERE number = $1 FOR UPDATE"};
  static const sql::Statement update{
      "UPDATE digital_parcel SET state = 'accepted', accepted = $2, fault = '', size = 0, sent = 0, hash = '' "
      "WHERE id = $1 AND state <> 'accepted'"};
  static const sql::Statement others{
      "SELECT 1 FROM digital_parcel WHERE handover = $1 AND state <> 'accepted' LIMIT 1"};
  connection.query(lock, {parcel.purchase});
  const bool changed = connection.execute(update, {parcel.id, now.seconds}) == 1;
  return changed && connection.query(others, {parcel.handover}).empty();
}

}  // namespace sealcart::mall::store
