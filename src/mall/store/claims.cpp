#include "mall/store/claims.h"

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
  exchange::store::put_behind(connection, partner, claim.document, claim.handover, claim.created);
  reckon(connection, claim.handover, claim.created);
}

}  // namespace sealcart::mall::store
