#include "mall/store/page_texts.h"

#include "mall/store/product_row.h"

namespace sealcart::mall::store {

PageTexts page_texts(sql::Connection& connection) {
  static const sql::Statement select{"SELECT place, language, body FROM page_text"};
  const sql::Rows rows = connection.query(select);
  PageTexts texts;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    texts.emplace(std::pair(rows.text(i, 0), rows.text(i, 1) == "ja"), rows.text(i, 2));
  }
  return texts;
}

void set_page_text(sql::Connection& connection, std::string_view place, bool japanese, std::string_view body,
                   Time now) {
  static const sql::Statement upsert{
      "INSERT INTO page_text (place, language, body, updated) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (place, language) DO UPDATE SET body = excluded.body, updated = excluded.updated"};
  raise_version(connection);
  connection.execute(upsert, {place, std::string_view(japanese ? "ja" : "en"), body, now.seconds});
}

}  // namespace sealcart::mall::store
