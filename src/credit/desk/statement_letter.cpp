#include "credit/desk/statement_letter.h"

#include <fmt/format.h>

#include <cassert>
#include <iterator>
#include <stdexcept>

#include "core/day.h"
#include "credit/rules/payment_reference.h"
#include "letter/letter.h"

namespace sealcart::credit {
namespace {

std::vector<std::string> cut_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

}  // namespace

std::string_view word_key(EntryKind kind) {
  constexpr std::string_view keys[] = {"entry.limit",  "entry.authorise",  "entry.capture", "entry.release",
                                       "entry.refund", "entry.chargeback", "entry.payment", "entry.receipt",
                                       "entry.match",  "entry.payout",     "entry.unmatch"};
  const auto at = static_cast<std::size_t>(kind);
  assert(at < std::size(keys));
  return keys[at];
}

StatementContents read_statement(sql::Connection& connection, const store::StatementRow& row) {
  return {row, store::statement_lines(connection, row.id), store::addressee(connection, row.customer)};
}

render::Language statement_language(const exchange::Config& config) {
  const std::string language = config.text("statement_language", "en");
  if (language != "en" && language != "ja") {
    throw std::runtime_error("[credit] statement_language must be en or ja");
  }
  return language == "ja" ? render::Language::ja : render::Language::en;
}

std::string statement_pdf(const exchange::Config& config, const render::Pages& pages,
                          const StatementContents& contents) {
  const render::Language language = statement_language(config);
  const auto word = [&](std::string_view key) { return pages.word(key, language); };
  const store::StatementRow& row = contents.row;
  const auto money = [&](std::int64_t minor) { return format({minor, row.currency}); };
  letter::Letter made{.sender = {config.name, config.location},
                      .recipient = {contents.to.name},
                      .title = word("letter.title"),
                      .columns = {{word("letter.date"), 0.15},
                                  {word("letter.what"), 0.34},
                                  {word("letter.receipt"), 0.34},
                                  {word("letter.amount"), 0.17, true}}};
  for (std::string& line : cut_lines(contents.to.address)) made.recipient.push_back(std::move(line));
  made.facts = {{word("letter.number"), std::to_string(row.id)},
                {word("letter.until"), day_text(row.until - 1)},
                {word("letter.opening"), money(row.opening)},
                {word("letter.closing"), money(row.closing)}};
  if (row.closing > 0) {
    made.facts.emplace_back(word("letter.due"), day_text(row.due));
    made.facts.emplace_back(word("letter.reference"), spaced_reference(row.reference));
  }
  for (const store::StatementLine& line : contents.lines) {
    const std::string what = line.kind == EntryKind::capture
                                 ? line.mall_name
                                 : word(word_key(line.kind)) + (line.mall_name.empty() ? "" : ", " + line.mall_name);
    made.rows.push_back({day_text(line.at), what, line.receipt, money(line.amount)});
  }
  made.closing = {word(row.closing > 0 ? "letter.please" : "letter.nothing"), word("letter.private")};
  return letter::pdf(made);
}

StatementText statement_text(const exchange::Config& config, const render::Pages& pages,
                             const StatementContents& contents, std::int64_t level) {
  const render::Language language = statement_language(config);
  const auto word = [&](std::string_view key) { return pages.word(key, language); };
  constexpr std::string_view subjects[] = {"letter.subject", "letter.reminder1", "letter.reminder2",
                                           "letter.reminder3"};
  assert(level >= 0 && level <= 3);
  const store::StatementRow& row = contents.row;
  StatementText made;
  made.subject = fmt::format("{} – {}", word(subjects[level]), config.name);
  made.text = fmt::format("{}\n\n{}\n\n", contents.to.name, word(subjects[level]));
  const auto fact = [&](std::string_view key, const std::string& value) {
    made.text += fmt::format("{}: {}\n", word(key), value);
  };
  fact("letter.closing", format({row.closing, row.currency}));
  if (level > 0) fact("letter.open", format({row.open, row.currency}));
  if (row.closing > 0) {
    fact("letter.due", day_text(row.due));
    fact("letter.reference", spaced_reference(row.reference));
  }
  made.text += fmt::format("\n{}\n\n{}\n", word("letter.attached"), config.name);
  return made;
}

}  // namespace sealcart::credit
