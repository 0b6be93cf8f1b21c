#include "mall/store/claims.h"

#include "exchange/store/outbox.h"

namespace sealcart::mall::store {

void add_claim(sql::Connection& connection, const NewClaim& claim) {
  static const sql::Statement insert{
      "INSERT INTO claim (number, handover, amount, currency, last, evidence_salt, evidence, document, created) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
  connection.execute(
      insert, {claim.number, claim.handover, claim.amount.minor, claim.amount.currency.code(), std::int64_t{claim.last},
               std::as_bytes(std::span(claim.evidence_salt)), claim.evidence, claim.document, claim.created.seconds});
  exchange::store::put(connection, claim.partner, claim.document, claim.created);
}

std::int64_t claimed(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement sum{"SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM claim WHERE handover = $1"};
  return connection.query(sum, {handover}).integer(0, 0);
}

}  // namespace sealcart::mall::store
