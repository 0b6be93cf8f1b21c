#include "shipping/store/alarms.h"

#include "shipping/store/columns.h"
#include "shipping/store/shipments.h"

namespace sealcart::shipping::store {

void add_alarm(sql::Connection& connection, const Alarm& alarm, const seal::Digest& scanned) {
  static const sql::Statement insert{
      "INSERT INTO alarm (at, operator, status, number, mall, detail, scanned) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
  connection.execute(insert, {alarm.at.seconds, alarm.operator_name, name(alarm.status), alarm.number, alarm.mall,
                              alarm.detail, blob(scanned)});
}

bool settle_alarm(sql::Connection& connection, std::int64_t id, std::string_view operator_name, Time now) {
  static const sql::Statement update{
      "UPDATE alarm SET settled = $2, settled_by = $3 WHERE id = $1 AND settled IS NULL"};
  return connection.execute(update, {id, now.seconds, operator_name}) == 1;
}

std::vector<Alarm> list_alarms(sql::Connection& connection, const AlarmFilter& filter, std::int64_t most) {
#define ALARM_COLUMNS "SELECT id, at, operator, status, number, mall, detail, settled_by FROM alarm WHERE "
  static const sql::Statement any{ALARM_COLUMNS "id < $1 ORDER BY id DESC LIMIT $2"};
  static const sql::Statement open{ALARM_COLUMNS "settled IS NULL AND id < $1 ORDER BY id DESC LIMIT $2"};
  static const sql::Statement of_status{ALARM_COLUMNS "status = $3 AND id < $1 ORDER BY id DESC LIMIT $2"};
  const std::int64_t before = filter.before > 0 ? filter.before : INT64_MAX;
  const sql::Rows rows = filter.open     ? connection.query(open, {before, most})
                         : filter.status ? connection.query(of_status, {before, most, name(*filter.status)})
                                         : connection.query(any, {before, most});
  std::vector<Alarm> alarms;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    alarms.push_back({.id = rows.integer(row, 0),
                      .at = {rows.integer(row, 1)},
                      .operator_name = rows.text(row, 2),
                      .status = parse_scan_status(rows.text(row, 3)).value(),
                      .number = rows.text(row, 4),
                      .mall = rows.text(row, 5),
                      .detail = rows.text(row, 6),
                      .settled_by = text_or_empty(rows, row, 7)});
  }
  return alarms;
}

std::int64_t count_open_alarms(sql::Connection& connection, std::int64_t most) {
  static const sql::Statement count{
      "SELECT COUNT(*) FROM (SELECT 1 FROM alarm WHERE settled IS NULL LIMIT $1) AS counted"};
  return connection.query(count, {most}).integer(0, 0);
}

}  // namespace sealcart::shipping::store
