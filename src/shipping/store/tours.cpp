#include "shipping/store/tours.h"

namespace sealcart::shipping::store {
namespace {

Tour tour_of(const sql::Rows& rows, std::size_t row) {
  Tour tour{rows.integer(row, 0), rows.text(row, 1), rows.text(row, 2), {rows.integer(row, 3)}, std::nullopt};
  if (!rows.null(row, 4)) tour.closed = Time{rows.integer(row, 4)};
  return tour;
}

}  // namespace

std::optional<Tour> find_tour(sql::Connection& connection, std::int64_t id) {
  static const sql::Statement find{"SELECT id, day, name, opened, closed FROM tour WHERE id = $1"};
  const sql::Rows rows = connection.query(find, {id});
  if (rows.empty()) return std::nullopt;
  return tour_of(rows, 0);
}

Tour open_tour(sql::Connection& connection, std::string_view day, std::string_view name, Time now) {
  static const sql::Statement insert{
      "INSERT INTO tour (day, name, opened) VALUES ($1, $2, $3) ON CONFLICT (day, name) DO NOTHING"};
  static const sql::Statement find{"SELECT id, day, name, opened, closed FROM tour WHERE day = $1 AND name = $2"};
  connection.execute(insert, {day, name, now.seconds});
  return tour_of(connection.query(find, {day, name}), 0);
}

bool close_tour(sql::Connection& connection, std::int64_t id, Time now) {
  static const sql::Statement update{"UPDATE tour SET closed = $2 WHERE id = $1 AND closed IS NULL"};
  return connection.execute(update, {id, now.seconds}) == 1;
}

std::vector<Tour> list_tours(sql::Connection& connection, std::int64_t before, std::int64_t most) {
  static const sql::Statement find{
      "SELECT id, day, name, opened, closed FROM tour WHERE id < $1 ORDER BY id DESC LIMIT $2"};
  const sql::Rows rows = connection.query(find, {before > 0 ? before : INT64_MAX, most});
  std::vector<Tour> tours;
  for (std::size_t row = 0; row < rows.size(); ++row) tours.push_back(tour_of(rows, row));
  return tours;
}

}  // namespace sealcart::shipping::store
