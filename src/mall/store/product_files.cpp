#include "mall/store/product_files.h"

namespace sealcart::mall::store {
namespace {

#define FILE_COLUMNS "sku, name, file, size, hash, changed"

ProductFile read_file_row(const sql::Rows& rows, std::size_t i) {
  return {rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), rows.integer(i, 3), rows.text(i, 4), {rows.integer(i, 5)}};
}

}  // namespace

std::vector<ProductFile> product_files(sql::Connection& connection) {
  static const sql::Statement select{"SELECT " FILE_COLUMNS " FROM product_file ORDER BY sku"};
  const sql::Rows rows = connection.query(select);
  std::vector<ProductFile> all;
  for (std::size_t i = 0; i < rows.size(); ++i) all.push_back(read_file_row(rows, i));
  return all;
}

std::optional<ProductFile> product_file(sql::Connection& connection, std::string_view sku) {
  static const sql::Statement select{"SELECT " FILE_COLUMNS " FROM product_file WHERE sku = $1"};
  const sql::Rows rows = connection.query(select, {sku});
  if (rows.empty()) return std::nullopt;
  return read_file_row(rows, 0);
}

std::string set_product_file(sql::Connection& connection, const ProductFile& file) {
  static const sql::Statement insert{
      "INSERT INTO product_file (sku, name, file, size, hash, changed) VALUES ($1, $2, $3, $4, $5, $6) "
      "ON CONFLICT (sku) DO UPDATE SET name = $2, file = $3, size = $4, hash = $5, changed = $6"};
  const auto old = product_file(connection, file.sku);
  connection.execute(insert, {file.sku, file.name, file.file, file.size, file.hash, file.changed.seconds});
  return old ? old->file : std::string();
}

bool is_digital_product(sql::Connection& connection, std::string_view sku) {
  static const sql::Statement select{"SELECT 1 FROM product WHERE sku = $1 AND kind = 'digital'"};
  return !connection.query(select, {sku}).empty();
}

}  // namespace sealcart::mall::store
