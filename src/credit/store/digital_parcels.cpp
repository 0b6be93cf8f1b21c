#include "credit/store/digital_parcels.h"

#include <cassert>

#include "core/id.h"
#include "credit/store/secrets.h"
#include "protocol/settlement_result.h"
#include "protocol/verified.h"

namespace sealcart::credit::store {
namespace {

#define PARCEL_COLUMNS                                                                                                 \
  "d.id, d.name, d.mall, d.settlement, d.receipt, d.parcel, d.parcels, d.size, d.hash, d.label, d.state, d.asked_by, " \
  "d.rounds, d.attempts, d.fault, d.created, d.arrived, d.sent, d.deleted, d.withdrawn"
constexpr std::size_t parcel_columns = 20;

std::optional<Time> time_or_none(const sql::Rows& rows, std::size_t i, std::size_t column) {
  if (rows.null(i, column)) return std::nullopt;
  return Time{rows.integer(i, column)};
}

DigitalParcel read_parcel(const sql::Rows& rows, std::size_t i) {
  return {.id = rows.integer(i, 0),
          .name = rows.text(i, 1),
          .mall = rows.text(i, 2),
          .settlement = rows.integer(i, 3),
          .receipt = rows.text(i, 4),
          .parcel = rows.integer(i, 5),
          .parcels = rows.integer(i, 6),
          .size = rows.integer(i, 7),
          .hash = rows.text(i, 8),
          .label = rows.text(i, 9),
          .state = rows.text(i, 10),
          .asked_by = rows.text(i, 11),
          .rounds = rows.integer(i, 12),
          .attempts = rows.integer(i, 13),
          .fault = rows.text(i, 14),
          .created = {rows.integer(i, 15)},
          .arrived = time_or_none(rows, i, 16),
          .sent = time_or_none(rows, i, 17),
          .deleted = time_or_none(rows, i, 18),
          .withdrawn = time_or_none(rows, i, 19)};
}

std::vector<DigitalParcel> read_parcels(const sql::Rows& rows) {
  std::vector<DigitalParcel> found;
  for (std::size_t i = 0; i < rows.size(); ++i) found.push_back(read_parcel(rows, i));
  return found;
}

std::optional<DigitalParcel> first(const sql::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return read_parcel(rows, 0);
}

std::vector<std::string> first_column(const sql::Rows& rows) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < rows.size(); ++i) names.push_back(rows.text(i, 0));
  return names;
}

std::optional<DigitalParcel> find_place(sql::Connection& connection, std::int64_t settlement, std::int64_t parcel) {
  static const sql::Statement select{"SELECT " PARCEL_COLUMNS
                                     " FROM digital_parcel d WHERE d.settlement = $1 AND d.parcel = $2"};
  return first(connection.query(select, {settlement, parcel}));
}

// Another parcel of the receipt says of how many they are.
bool counts_otherwise(sql::Connection& connection, const DigitalParcel& offered) {
  static const sql::Statement select{"SELECT 1 FROM digital_parcel WHERE settlement = $1 AND parcels <> $2 LIMIT 1"};
  return !connection.query(select, {offered.settlement, offered.parcels}).empty();
}

std::int64_t arriving_bytes(sql::Connection& connection, std::string_view mall) {
  static const sql::Statement sum{
      "SELECT COALESCE(SUM(size), 0) FROM digital_parcel WHERE mall = $1 AND state = 'arriving'"};
  return connection.query(sum, {mall}).integer(0, 0);
}

}  // namespace

std::optional<ReceiptFound> find_receipt(sql::Connection& connection, const seal::Digest& key) {
  static const sql::Statement select{
      "SELECT s.id, s.receipt, s.mall, s.outcome, s.goods_kind, s.sealed_goods, s.purchase, s.sealed_customer, "
      "s.document, CASE WHEN t.released > 0 AND t.captured = 0 THEN 1 ELSE 0 END FROM settlement s LEFT JOIN "
      "settlement_state t ON t.settlement = s.id WHERE s.receipt_key = $1"};
  const sql::Rows rows = connection.query(select, {blob(key)});
  if (rows.empty()) return std::nullopt;
  ReceiptFound found{.settlement = rows.integer(0, 0), .receipt = rows.text(0, 1), .held = {}};
  found.held.mall = rows.text(0, 2);
  found.held.outcome = static_cast<protocol::Outcome>(rows.integer(0, 3));
  found.held.kind = static_cast<protocol::GoodsKind>(rows.integer(0, 4));
  // A mall that gives no numbers names its purchase by the sealed goods.
  if (!rows.null(0, 5)) {
    found.held.sealed_goods = rows.text(0, 5);
  } else if (!is_id(rows.text(0, 6))) {
    found.held.sealed_goods = rows.text(0, 6);
  }
  const auto result = protocol::reread_as<protocol::SettlementResult>(rows.text(0, 8), Time{});
  assert(result);  // our own
  if (result->receipt && result->receipt->sealed) found.held.sealed_customer = rows.text(0, 7);
  found.held.closed = rows.integer(0, 9) != 0;
  return found;
}

Expected<DigitalParcel> offer_parcel(sql::Connection& connection, const DigitalParcel& offered, std::int64_t most_bytes,
                                     Time now) {
  static const sql::Statement insert{
      "INSERT INTO digital_parcel (name, mall, settlement, receipt, parcel, parcels, size, hash, label, state, "
      "asked_by, rounds, attempts, next_attempt, fault, created) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'arriving', '', 0, 0, 0, '', $10) ON CONFLICT DO NOTHING"};
  auto held = find_place(connection, offered.settlement, offered.parcel);
  if (!held) {
    if (counts_otherwise(connection, offered)) {
      return problem(409, "parcel-conflict", "Another parcel of this receipt says another number of parcels.");
    }
    if (arriving_bytes(connection, offered.mall) + offered.size > most_bytes) {
      return problem(429, "parcel-too-many", "Finish the parcels that are on their way first.");
    }
    connection.execute(insert, {offered.name, offered.mall, offered.settlement, offered.receipt, offered.parcel,
                                offered.parcels, offered.size, offered.hash, offered.label, now.seconds});
    held = find_place(connection, offered.settlement, offered.parcel);
  }
  if (!held || held->name != offered.name || held->size != offered.size || held->hash != offered.hash) {
    return problem(409, "parcel-conflict", "This parcel has come with another label or content.");
  }
  return std::move(*held);
}

std::optional<DigitalParcel> find_parcel(sql::Connection& connection, std::string_view name, std::string_view mall) {
  static const sql::Statement select{"SELECT " PARCEL_COLUMNS
                                     " FROM digital_parcel d WHERE d.name = $1 AND d.mall = $2"};
  return first(connection.query(select, {name, mall}));
}

void parcel_arrived(sql::Connection& connection, std::int64_t id, Time now) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET state = 'waiting', arrived = $2 WHERE id = $1 AND state = 'arriving'"};
  connection.execute(update, {id, now.seconds});
}

std::optional<DigitalParcel> parcel_by_token(sql::Connection& connection, const seal::Digest& hash) {
  static const sql::Statement select{"SELECT " PARCEL_COLUMNS " FROM digital_parcel d WHERE d.token_hash = $1"};
  return first(connection.query(select, {blob(hash)}));
}

std::vector<DigitalParcel> list_parcels(sql::Connection& connection, std::string_view state, std::int64_t before,
                                        std::int64_t most) {
  static const sql::Statement all{"SELECT " PARCEL_COLUMNS
                                  " FROM digital_parcel d WHERE ($1 = 0 OR d.id < $1) ORDER BY d.id DESC LIMIT $2"};
  static const sql::Statement some{
      "SELECT " PARCEL_COLUMNS
      " FROM digital_parcel d WHERE d.state = $3 AND ($1 = 0 OR d.id < $1) ORDER BY d.id DESC LIMIT $2"};
  if (state.empty()) return read_parcels(connection.query(all, {before, most}));
  return read_parcels(connection.query(some, {before, most, state}));
}

std::int64_t count_parcels(sql::Connection& connection, std::string_view state) {
  static const sql::Statement count{"SELECT count(*) FROM digital_parcel WHERE state = $1"};
  return connection.query(count, {state}).integer(0, 0);
}

void withdraw_parcels(sql::Connection& connection, std::int64_t settlement, bool captured, Time now) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET state = 'bounced', fault = 'parcel-withdrawn', withdrawn = $3 WHERE settlement = $1 "
      "AND state <> 'sent' AND withdrawn IS NULL AND ($2 = 0 OR parcels > (SELECT count(*) FROM digital_parcel o WHERE "
      "o.settlement = $1 AND o.arrived IS NOT NULL))"};
  connection.execute(update, {settlement, std::int64_t{captured}, now.seconds});
}

bool queue_parcel(sql::Connection& connection, std::int64_t id, std::string_view by, Time now) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET state = 'queued', asked_by = $2, rounds = rounds + 1, attempts = 0, next_attempt = "
      "$3, fault = '' WHERE id = $1 AND state IN ('waiting', 'sent', 'bounced') AND deleted IS NULL AND "
      "withdrawn IS NULL"};
  return connection.execute(update, {id, by, now.seconds}) == 1;
}

std::int64_t queue_waiting(sql::Connection& connection, std::string_view by, Time now) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET state = 'queued', asked_by = $1, rounds = rounds + 1, attempts = 0, next_attempt = "
      "$2, fault = '' WHERE state = 'waiting'"};
  return connection.execute(update, {by, now.seconds});
}

bool any_to_forward(sql::Connection& connection, Time now) {
  static const sql::Statement select{
      "SELECT 1 FROM digital_parcel WHERE state = 'queued' AND next_attempt <= $1 LIMIT 1"};
  return !connection.query(select, {now.seconds}).empty();
}

std::optional<ToForward> claim_forward(sql::Connection& connection, Time now, std::int64_t lease_seconds) {
#define FORWARD                                                                                                  \
  "SELECT " PARCEL_COLUMNS                                                                                       \
  ", s.sealed_customer FROM digital_parcel d JOIN settlement s ON s.id = d.settlement WHERE d.state = 'queued' " \
  "AND d.next_attempt <= $1 ORDER BY d.next_attempt LIMIT 1"
  static const sql::Statement select{FORWARD, FORWARD " FOR UPDATE OF d SKIP LOCKED"};
#undef FORWARD
  static const sql::Statement lease{
      "UPDATE digital_parcel SET attempts = attempts + 1, next_attempt = $2 WHERE id = $1"};
  const sql::Rows rows = connection.query(select, {now.seconds});
  if (rows.empty()) return std::nullopt;
  ToForward found{read_parcel(rows, 0), rows.text(0, parcel_columns)};
  connection.execute(lease, {found.parcel.id, now.seconds + lease_seconds});
  ++found.parcel.attempts;
  return found;
}

std::optional<std::string> email_of(sql::Connection& connection, std::string_view customer) {
  static const sql::Statement select{"SELECT email FROM customer WHERE id = $1"};
  const sql::Rows rows = connection.query(select, {customer});
  if (rows.empty()) return std::nullopt;
  return rows.text(0, 0);
}

void set_token(sql::Connection& connection, std::int64_t id, const seal::Digest& hash) {
  static const sql::Statement update{"UPDATE digital_parcel SET token_hash = $2 WHERE id = $1"};
  connection.execute(update, {id, blob(hash)});
}

void parcel_sent(sql::Connection& connection, std::int64_t id, Time now) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET state = 'sent', sent = $2, fault = '', withdrawn = NULL WHERE id = $1 AND (state = "
      "'queued' OR withdrawn IS NOT NULL)"};
  connection.execute(update, {id, now.seconds});
}

void postpone_forward(sql::Connection& connection, std::int64_t id, Time next_attempt, std::string_view fault) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET next_attempt = $2, fault = $3 WHERE id = $1 AND state = 'queued'"};
  connection.execute(update, {id, next_attempt.seconds, fault});
}

void parcel_bounced(sql::Connection& connection, std::int64_t id, std::string_view fault) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET state = 'bounced', fault = $2 WHERE id = $1 AND state = 'queued'"};
  connection.execute(update, {id, fault});
}

std::vector<std::string> forget_sent(sql::Connection& connection, Time sent_before, Time now) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET deleted = $2, token_hash = NULL WHERE state = 'sent' AND deleted IS NULL AND sent < "
      "$1 RETURNING name"};
  return first_column(connection.query(update, {sent_before.seconds, now.seconds}));
}

std::vector<std::string> forget_withdrawn(sql::Connection& connection, Time now) {
  static const sql::Statement update{
      "UPDATE digital_parcel SET deleted = $1 WHERE withdrawn IS NOT NULL AND deleted IS NULL RETURNING name"};
  return first_column(connection.query(update, {now.seconds}));
}

std::vector<std::string> forget_broken(sql::Connection& connection, Time begun_before) {
  static const sql::Statement remove{
      "DELETE FROM digital_parcel WHERE state = 'arriving' AND created < $1 RETURNING name"};
  return first_column(connection.query(remove, {begun_before.seconds}));
}

}  // namespace sealcart::credit::store
