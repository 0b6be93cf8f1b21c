#include "exchange/store/partners.h"

#include "sql/migrations.h"

namespace sealcart::exchange::store {

std::vector<PartnerRow> partners(sql::Connection& connection) {
  static const sql::Statement all{
      "SELECT id, role, name, location, service, origin, api, page, terms, key_set, active FROM partner ORDER BY id"};
  const sql::Rows rows = connection.query(all);
  std::vector<PartnerRow> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), rows.text(i, 3), rows.text(i, 4),
                     rows.text(i, 5), rows.text(i, 6), rows.text(i, 7), rows.text(i, 8), rows.text(i, 9),
                     rows.integer(i, 10) != 0});
  }
  return found;
}

void save_partner(sql::Connection& connection, const PartnerRow& row, Time now) {
  static const sql::Statement save{
      "INSERT INTO partner (id, role, name, location, service, origin, api, page, terms, key_set, active, changed) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
      "ON CONFLICT (id) DO UPDATE SET role = excluded.role, name = excluded.name, location = excluded.location, "
      "service = excluded.service, origin = excluded.origin, api = excluded.api, page = excluded.page, terms = "
      "excluded.terms, "
      "key_set = excluded.key_set, active = excluded.active, changed = excluded.changed"};
  connection.execute(save, {row.id, row.role, row.name, row.location, row.service, row.origin, row.api, row.page,
                            row.terms, row.key_set, std::int64_t{row.active}, now.seconds});
}

void save_key_set(sql::Connection& connection, std::string_view id, std::string_view key_set, Time now) {
  static const sql::Statement save{"UPDATE partner SET key_set = $2, changed = $3 WHERE id = $1"};
  connection.execute(save, {id, key_set, now.seconds});
}

bool set_active(sql::Connection& connection, std::string_view id, bool active) {
  static const sql::Statement set{"UPDATE partner SET active = $2 WHERE id = $1"};
  return connection.execute(set, {id, std::int64_t{active}}) == 1;
}

std::vector<sql::Migration> migrations() { return sql::migrations("exchange"); }

}  // namespace sealcart::exchange::store
