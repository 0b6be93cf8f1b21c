#include "exchange/store/partner_connections.h"

#define CONNECTION_COLUMNS "partner, at, to_partner, protocol, cipher, subject, issuer, not_after, outcome"

namespace sealcart::exchange::store {
namespace {

std::vector<PartnerConnection> read(const sql::Rows& rows) {
  std::vector<PartnerConnection> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({rows.text(i, 0),
                     {rows.integer(i, 1)},
                     rows.integer(i, 2) != 0,
                     rows.text(i, 3),
                     rows.text(i, 4),
                     rows.text(i, 5),
                     rows.text(i, 6),
                     rows.text(i, 7),
                     rows.text(i, 8)});
  }
  return found;
}

}  // namespace

void add_connections(sql::Connection& connection, std::span<const PartnerConnection> rows) {
  static const sql::Statement insert{"INSERT INTO partner_connection (" CONNECTION_COLUMNS
                                     ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
  static const sql::Statement trim{
      "DELETE FROM partner_connection WHERE partner = $1 AND id <= (SELECT id FROM partner_connection "
      "WHERE partner = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)"};
  for (const PartnerConnection& row : rows) {
    connection.execute(insert, {row.partner, row.at.seconds, std::int64_t{row.to_partner}, row.protocol, row.cipher,
                                row.subject, row.issuer, row.not_after, row.outcome});
    connection.execute(trim, {row.partner, kept_connections});
  }
}

std::vector<PartnerConnection> connections(sql::Connection& connection, std::string_view partner) {
  static const sql::Statement select{"SELECT " CONNECTION_COLUMNS
                                     " FROM partner_connection WHERE partner = $1 ORDER BY id DESC"};
  return read(connection.query(select, {partner}));
}

std::vector<PartnerConnection> last_certificates(sql::Connection& connection) {
  static const sql::Statement select{
      "SELECT " CONNECTION_COLUMNS
      " FROM partner_connection WHERE id IN (SELECT max(id) FROM partner_connection WHERE not_after <> '' "
      "GROUP BY partner) ORDER BY partner"};
  return read(connection.query(select));
}

}  // namespace sealcart::exchange::store
