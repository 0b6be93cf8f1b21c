// Rows of page_text: the mall's own words.
#pragma once

#include <string_view>

#include "core/world.h"
#include "mall/rules/page_text.h"
#include "sql/database.h"

namespace sealcart::mall::store {

PageTexts page_texts(sql::Connection& connection);
// Raises the catalogue's version, so that serving processes read the texts again.
void set_page_text(sql::Connection& connection, std::string_view place, bool japanese, std::string_view body, Time now);

}  // namespace sealcart::mall::store
