// A statement as the customer gets it: a PDF, and the mail around it. Date, mall, receipt number and amount; never
// goods.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "credit/store/statements.h"
#include "exchange/config.h"
#include "render/pages.h"

namespace sealcart::credit {

struct StatementContents {
  store::StatementRow row;
  std::vector<store::StatementLine> lines;
  store::Addressee to;
};
StatementContents read_statement(sql::Connection& connection, const store::StatementRow& row);

// Setting statement_language, "en" (default) or "ja". Throws std::runtime_error.
render::Language statement_language(const exchange::Config& config);

// `pages` has the desk's words.
std::string statement_pdf(const exchange::Config& config, const render::Pages& pages,
                          const StatementContents& contents);

// The mail's subject and text; `level` 1 to 3 for a reminder.
struct StatementText {
  std::string subject, text;
};
StatementText statement_text(const exchange::Config& config, const render::Pages& pages,
                             const StatementContents& contents, std::int64_t level);

// Of an entry, in the desk's words: "entry.capture".
std::string_view word_key(EntryKind kind);

}  // namespace sealcart::credit
