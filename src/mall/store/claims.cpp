#include "mall/store/claims.h"

#include <algorithm>
#include <cassert>

#include "exchange/store/outbox.h"
#include "mall/store/reckonings.h"

namespace sealcart::mall::store {

void add_claim(sql::Connection& connection, const ClaimRow& claim, std::string_view partner) {
  static const sql::Statement insert{
      "INSERT INTO claim (number, handover, amount, currency, last, evidence_salt, evidence, document, created) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
  connection.execute(
      insert, {claim.number, claim.handover, claim.amount.minor, claim.amount.currency.code(), std::int64_t{claim.last},
               std::as_bytes(std::span(claim.salt)), claim.evidence, claim.document, claim.created.seconds});
  exchange::store::put(connection, partner, claim.document, claim.created);
  reckon(connection, claim.handover, claim.created);
}

std::vector<ClaimRow> claims_of(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement select{
      "SELECT number, handover, amount, currency, last, evidence_salt, evidence, document, created FROM claim "
      "WHERE handover = $1 ORDER BY created, number"};
  const sql::Rows rows = connection.query(select, {handover});
  std::vector<ClaimRow> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ClaimRow claim{.number = rows.text(i, 0),
                   .handover = rows.text(i, 1),
                   .amount = {rows.integer(i, 2), Currency::parse(rows.text(i, 3)).value()},
                   .last = rows.integer(i, 4) != 0,
                   .evidence = rows.text(i, 6),
                   .document = rows.text(i, 7),
                   .created = {rows.integer(i, 8)}};
    const std::string& salt = rows.bytes(i, 5);
    assert(salt.size() == claim.salt.size());
    std::copy(salt.begin(), salt.end(), claim.salt.begin());
    found.push_back(std::move(claim));
  }
  return found;
}

}  // namespace sealcart::mall::store
