#include "credit/store/journal.h"

#include <cassert>

namespace sealcart::credit::store {
namespace {

// No index leads from an entry to its postings, since the hot path would pay for it: each stretch reads the table once.
constexpr std::int64_t stretch = 25'000;

Currency stored(const std::string& code) {
  const auto currency = Currency::parse(code);
  assert(currency);
  return *currency;
}

}  // namespace

void read_journal(sql::Connection& connection, const std::function<void(const JournalEntry&)>& take) {
  static const sql::Statement entries{
      "SELECT e.id, e.at, e.kind, COALESCE(s.mall, ''), COALESCE(s.receipt, '') FROM entry e "
      "LEFT JOIN settlement s ON s.id = e.settlement WHERE e.id > $1 ORDER BY e.id LIMIT $2"};
  static const sql::Statement postings{
      "SELECT p.entry, p.account, p.amount, COALESCE(c.currency, o.currency), COALESCE(o.mall, '') FROM posting p "
      "LEFT JOIN card c ON c.id = p.account / 16 AND p.account % 16 < 8 "
      "LEFT JOIN account_owner o ON o.id = p.account / 16 AND p.account % 16 > 7 "
      "WHERE p.entry > $1 AND p.entry <= $2 ORDER BY p.entry, p.account"};
  for (std::int64_t from = 0;;) {
    const sql::Rows found = connection.query(entries, {from, stretch});
    if (found.empty()) return;
    const std::int64_t to = found.integer(found.size() - 1, 0);
    const sql::Rows lines = connection.query(postings, {from, to});
    std::size_t line = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const std::int64_t id = found.integer(i, 0);
      assert(line < lines.size() && lines.integer(line, 0) == id);
      JournalEntry entry{.id = id,
                         .at = {found.integer(i, 1)},
                         .kind = static_cast<EntryKind>(found.integer(i, 2)),
                         .mall = found.text(i, 3),
                         .receipt = found.text(i, 4),
                         .currency = stored(lines.text(line, 3))};
      for (; line < lines.size() && lines.integer(line, 0) == id; ++line) {
        const std::int64_t number = lines.integer(line, 1);
        entry.lines.push_back({kind_of(number), number / account_kinds, lines.text(line, 4), lines.integer(line, 2)});
      }
      take(entry);
    }
    from = to;
  }
}

std::vector<Currency> journal_currencies(sql::Connection& connection) {
  static const sql::Statement find{"SELECT currency FROM card UNION SELECT currency FROM account_owner ORDER BY 1"};
  const sql::Rows rows = connection.query(find);
  std::vector<Currency> all;
  for (std::size_t i = 0; i < rows.size(); ++i) all.push_back(stored(rows.text(i, 0)));
  return all;
}

}  // namespace sealcart::credit::store
