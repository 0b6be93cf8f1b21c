#include "mall/store/stock.h"

namespace sealcart::mall::store {

void take_off_stock(sql::Connection& connection, const Pieces& sold) {
  // `updated` stays: it tells when the operator changed the product.
  static const sql::Statement subtract{
      "UPDATE product SET stock = CASE WHEN stock > $2 THEN stock - $2 ELSE 0 END WHERE sku = $1 AND stock IS NOT NULL",
      "UPDATE product SET stock = GREATEST(stock - $2::bigint, 0) WHERE sku = $1 AND stock IS NOT NULL"};
  static const sql::Statement raise{"UPDATE catalogue_version SET version = version + 1 WHERE id = 1"};
  connection.execute(raise);
  for (const auto& [sku, count] : sold) connection.execute(subtract, {sku, count});
}

}  // namespace sealcart::mall::store
