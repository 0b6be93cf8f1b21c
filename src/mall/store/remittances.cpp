#include "mall/store/remittances.h"

#include <set>

#include "mall/store/reckonings.h"

#define REMITTANCE_COLUMNS                                                                                       \
  "r.id, r.partner, r.payout, r.parts, (SELECT count(*) FROM remittance_part WHERE remittance = r.id), r.date, " \
  "CAST(COALESCE((SELECT SUM(total) FROM remittance_part WHERE remittance = r.id), 0) AS BIGINT), r.currency "
#define LINE_COLUMNS "i.id, i.remittance, i.name, i.kind, i.amount, i.fee, i.handover, h.purchase "

namespace sealcart::mall::store {
namespace {

using protocol::RemittanceAdvice;

// The row of the payout; nullopt when one is there that says something else.
std::optional<std::int64_t> payout_row(sql::Connection& connection, const AdviceArrival& arrival) {
  const RemittanceAdvice& advice = arrival.advice;
  static const sql::Statement insert{
      "INSERT INTO remittance (partner, payout, parts, date, currency, received) VALUES ($1, $2, $3, $4, $5, $6) "
      "ON CONFLICT (partner, payout) DO NOTHING"};
  static const sql::Statement select{
      "SELECT id, parts, date, currency FROM remittance WHERE partner = $1 AND payout = $2"};
  connection.execute(insert, {arrival.partner, advice.payout.text(), advice.parts, advice.date.seconds,
                              advice.currency.code(), arrival.now.seconds});
  const sql::Rows rows = connection.query(select, {arrival.partner, advice.payout.text()});
  const bool same = rows.integer(0, 1) == advice.parts && rows.integer(0, 2) == advice.date.seconds &&
                    rows.text(0, 3) == advice.currency.code();
  return same ? std::optional(rows.integer(0, 0)) : std::nullopt;
}

// False when this part was there.
bool insert_part(sql::Connection& connection, const AdviceArrival& arrival, std::int64_t remittance,
                 std::string_view hash) {
  static const sql::Statement insert{
      "INSERT INTO remittance_part (remittance, part, total, document, document_hash) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (remittance, part) DO NOTHING"};
  return connection.execute(insert,
                            {remittance, arrival.advice.part, arrival.advice.total(), arrival.document, hash}) == 1;
}

// The hand-over to that company that it answered so; an empty text when there is none in that currency.
std::string handover_of(sql::Connection& connection, const AdviceArrival& arrival, std::string_view name) {
  static const sql::Statement select{
      "SELECT number FROM handover WHERE reply_name = $1 AND partner = $2 AND currency = $3 AND state = 'ok'"};
  const sql::Rows rows = connection.query(select, {name, arrival.partner, arrival.advice.currency.code()});
  return rows.empty() ? std::string() : rows.text(0, 0);
}

std::vector<RemittanceLine> read_lines(const sql::Rows& rows) {
  std::vector<RemittanceLine> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({rows.integer(i, 0), rows.integer(i, 1), rows.text(i, 2),
                     protocol::parse_remittance_kind(rows.text(i, 3)).value(), rows.integer(i, 4), rows.integer(i, 5),
                     rows.null(i, 6) ? std::string() : rows.text(i, 6),
                     rows.null(i, 7) ? std::string() : rows.text(i, 7)});
  }
  return found;
}

std::vector<Remittance> read(const sql::Rows& rows) {
  std::vector<Remittance> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({rows.integer(i, 0),
                     rows.text(i, 1),
                     rows.text(i, 2),
                     rows.integer(i, 3),
                     rows.integer(i, 4),
                     {rows.integer(i, 5)},
                     {rows.integer(i, 6), Currency::parse(rows.text(i, 7)).value()}});
  }
  return found;
}

}  // namespace

AdviceTaken take_advice(sql::Connection& connection, const AdviceArrival& arrival) {
  const auto remittance = payout_row(connection, arrival);
  if (!remittance) return AdviceTaken::conflict;
  const std::string hash = protocol::document_hash(arrival.document);
  if (!insert_part(connection, arrival, *remittance, hash)) {
    static const sql::Statement before{"SELECT document_hash FROM remittance_part WHERE remittance = $1 AND part = $2"};
    const sql::Rows rows = connection.query(before, {*remittance, arrival.advice.part});
    return rows.text(0, 0) == hash ? AdviceTaken::again : AdviceTaken::conflict;
  }
  static const sql::Statement insert{
      "INSERT INTO remittance_item (remittance, part, name, kind, amount, fee, handover) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
  // In order of number, so that two advices cannot wait for each other in a ring.
  std::set<std::string> touched;
  for (const protocol::RemittanceItem& item : arrival.advice.items) {
    const std::string handover = handover_of(connection, arrival, item.name);
    connection.execute(insert, {*remittance, arrival.advice.part, item.name, name(item.kind), item.amount, item.fee,
                                handover.empty() ? sql::Param(nullptr) : sql::Param(std::string_view(handover))});
    if (!handover.empty()) touched.insert(handover);
  }
  for (const std::string& handover : touched) reckon(connection, handover, arrival.now);
  return AdviceTaken::taken;
}

std::vector<Remittance> list_remittances(sql::Connection& connection, std::string_view company, std::int64_t before,
                                         std::int64_t most) {
  static const sql::Statement of_all{"SELECT " REMITTANCE_COLUMNS
                                     "FROM remittance r WHERE r.id < $1 ORDER BY r.id DESC LIMIT $2"};
  static const sql::Statement of_company{
      "SELECT " REMITTANCE_COLUMNS "FROM remittance r WHERE r.id < $1 AND r.partner = $3 ORDER BY r.id DESC LIMIT $2"};
  const std::int64_t from = before > 0 ? before : INT64_MAX;
  return read(company.empty() ? connection.query(of_all, {from, most})
                              : connection.query(of_company, {from, most, company}));
}

std::optional<Remittance> find_remittance(sql::Connection& connection, std::int64_t id) {
  static const sql::Statement select{"SELECT " REMITTANCE_COLUMNS "FROM remittance r WHERE r.id = $1"};
  auto found = read(connection.query(select, {id}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<RemittanceLine> remittance_lines(sql::Connection& connection, std::int64_t remittance, std::int64_t after,
                                             std::int64_t most) {
  static const sql::Statement select{"SELECT " LINE_COLUMNS
                                     "FROM remittance_item i LEFT JOIN handover h ON h.number = i.handover "
                                     "WHERE i.remittance = $1 AND i.id > $2 ORDER BY i.id LIMIT $3"};
  return read_lines(connection.query(select, {remittance, after, most}));
}

std::vector<RemittanceLine> lines_of_handover(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement select{"SELECT " LINE_COLUMNS
                                     "FROM remittance_item i LEFT JOIN handover h ON h.number = i.handover "
                                     "WHERE i.handover = $1 ORDER BY i.id"};
  return read_lines(connection.query(select, {handover}));
}

std::vector<RemittanceLine> unknown_lines(sql::Connection& connection, std::int64_t before, std::int64_t most) {
  static const sql::Statement select{"SELECT " LINE_COLUMNS
                                     "FROM remittance_item i LEFT JOIN handover h ON h.number = i.handover "
                                     "WHERE i.handover IS NULL AND i.id < $1 ORDER BY i.id DESC LIMIT $2"};
  return read_lines(connection.query(select, {before > 0 ? before : INT64_MAX, most}));
}

}  // namespace sealcart::mall::store
