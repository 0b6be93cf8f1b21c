// The columns of a Handover, in the order in which read_handover takes them. For the statements of this folder.
#pragma once

#include "mall/rules/purchase.h"
#include "sql/database.h"

#define HANDOVER_COLUMNS                                                                                            \
  "h.number, h.role, h.partner, h.sealed_goods, h.disclosure, h.amount, h.currency, h.parcels, h.service, "         \
  "h.request_document, h.request_hash, h.created, h.expires, h.state, h.reply_name, h.reply_sealed, h.reply_hash, " \
  "h.answered, h.returned"

namespace sealcart::mall::store {

inline constexpr std::size_t handover_columns = 19;
Handover read_handover(const sql::Rows& rows, std::size_t row, std::size_t first_column);

sql::Blob blob(std::string_view bytes);
// NULL where there is none.
sql::Param optional_text(const std::optional<std::string>& text);

}  // namespace sealcart::mall::store
