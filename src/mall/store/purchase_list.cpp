#include "mall/store/purchase_list.h"

#include <algorithm>

#include "core/id.h"

// Companies of a purchase, in order.
#define COMPANIES \
  "(SELECT group_concat(partner, ' ') FROM (SELECT partner FROM handover WHERE purchase = p.number ORDER BY id))"
#define COMPANIES_POSTGRES "(SELECT string_agg(partner, ' ' ORDER BY id) FROM handover WHERE purchase = p.number)"
#define LINE_COLUMNS "p.number, p.amount, p.currency, p.state, p.created, "

// $1 and $2: range of numbers, $3: how many. The statements differ by what drives them, so that each goes along an
// index and stops when it has enough.
#define LIST_PURCHASES(companies, condition)                                                            \
  "SELECT " LINE_COLUMNS companies " FROM purchase p WHERE p.number >= $1 AND p.number < $2 " condition \
  "ORDER BY p.number DESC LIMIT $3"
#define LIST_OF_COMPANY(companies, condition)                                                                        \
  "SELECT " LINE_COLUMNS companies                                                                                   \
  " FROM (SELECT DISTINCT purchase FROM handover WHERE partner = $4 AND purchase >= $1 AND purchase < $2 " condition \
  "ORDER BY purchase DESC LIMIT $3) h CROSS JOIN purchase p WHERE p.number = h.purchase ORDER BY h.purchase DESC"
// $4 and $5: range of numbers of hand-overs, $6: what a company gave.
#define LIST_BY_NUMBER(companies)                                                                                    \
  "SELECT " LINE_COLUMNS companies                                                                                   \
  " FROM (SELECT purchase FROM handover WHERE number >= $4 AND number <= $5 UNION SELECT purchase FROM handover "    \
  "WHERE reply_name = $6) h CROSS JOIN purchase p WHERE p.number = h.purchase AND p.number >= $1 AND p.number < $2 " \
  "ORDER BY p.number DESC LIMIT $3"

namespace sealcart::mall::store {
namespace {

constexpr std::size_t fewest_digits = 6;  // what numbers of the same minute have alike

const sql::Statement of_all{LIST_PURCHASES(COMPANIES, ""), LIST_PURCHASES(COMPANIES_POSTGRES, "")};
const sql::Statement of_state{LIST_PURCHASES(COMPANIES, "AND p.state = $4 "),
                              LIST_PURCHASES(COMPANIES_POSTGRES, "AND p.state = $4 ")};
const sql::Statement of_company{LIST_OF_COMPANY(COMPANIES, ""), LIST_OF_COMPANY(COMPANIES_POSTGRES, "")};
const sql::Statement of_company_and_state{LIST_OF_COMPANY(COMPANIES, "AND state = $5 "),
                                          LIST_OF_COMPANY(COMPANIES_POSTGRES, "AND state = $5 ")};
const sql::Statement by_number{LIST_BY_NUMBER(COMPANIES), LIST_BY_NUMBER(COMPANIES_POSTGRES)};

std::string padded(std::string_view beginning, char with) {
  std::string number(beginning.substr(0, id_length));
  number.append(id_length - number.size(), with);
  return number;
}

// Beyond every number, which ends with letters of a smaller alphabet.
const std::string beyond(id_length, 'z');

}  // namespace

std::string first_number(Time at) {
  std::array<unsigned char, 16> bytes{};
  const auto seconds = static_cast<std::uint32_t>(std::clamp<std::int64_t>(at.seconds, 0, UINT32_MAX));
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<unsigned char>(seconds >> (24 - 8 * i));
  return id_text(bytes);
}

const sql::Statement& list_statement(const PurchaseFilter& filter) {
  if (!filter.number.empty()) return by_number;
  if (!filter.company.empty()) return filter.state ? of_company_and_state : of_company;
  return filter.state ? of_state : of_all;
}

std::vector<PurchaseLine> list_purchases(sql::Connection& connection, const PurchaseFilter& filter,
                                         std::string_view before, std::int64_t most) {
  const std::string low = filter.from ? first_number(*filter.from) : padded("", '0');
  std::string high = filter.until ? first_number(*filter.until) : beyond;
  if (!before.empty()) high = std::min(high, std::string(before));
  std::string first, last;
  std::vector<sql::Param> params{low, high, most};
  if (!filter.number.empty()) {
    if (filter.number.size() < fewest_digits) return {};
    first = padded(filter.number, '0');
    last = padded(filter.number, 'z');
    params.insert(params.end(), {std::string_view(first), std::string_view(last), std::string_view(filter.number)});
  } else {
    if (!filter.company.empty()) params.emplace_back(filter.company);
    if (filter.state) params.emplace_back(name(*filter.state));
  }
  const sql::Rows rows = connection.query(list_statement(filter), params);
  std::vector<PurchaseLine> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({rows.text(i, 0),
                     {rows.integer(i, 1), Currency::parse(rows.text(i, 2)).value()},
                     parse_state(rows.text(i, 3)),
                     {rows.integer(i, 4)},
                     rows.text(i, 5)});
  }
  return found;
}

std::int64_t count_bought(sql::Connection& connection, Time from) {
  static const sql::Statement count{"SELECT count(*) FROM purchase WHERE state = 'ok' AND number >= $1"};
  return connection.query(count, {first_number(from)}).integer(0, 0);
}

}  // namespace sealcart::mall::store
