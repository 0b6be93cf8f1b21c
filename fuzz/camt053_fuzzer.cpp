// Any file is refused with a code, or its statements add up, name each payment but once and come back when written.
#include <algorithm>
#include <cstdlib>

#include "bank/camt053.h"
#include "bank/text.h"

using namespace sealcart;
using namespace sealcart::bank;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void comes_back(Statement statement) {
  if (!statement.opening && !statement.closing) return;
  // What stands in one element of the written file has that element's limit.
  for (StatementItem& item : statement.items) {
    item.remittance = plain(item.remittance, max_140);
    item.reference = plain(item.reference, max_35);
  }
  for (const auto version : {StatementVersion::v02, StatementVersion::v08}) {
    auto again = camt053(statement_xml(statement, Time{0}, version));
    must(again && again->size() == 1 && again->front().items.size() == statement.items.size());
    for (std::size_t i = 0; i < statement.items.size(); ++i) {
      again->front().items[i].identity = statement.items[i].identity;
    }
    must(again->front() == statement);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto read = camt053({reinterpret_cast<const char*>(data), size});
  if (!read) {
    must(read.error().status == 422 && read.error().code.starts_with("statement-") && !read.error().detail.empty());
    return 0;
  }
  for (const Statement& statement : *read) {
    std::vector<std::string> identities;
    std::int64_t sum = statement.opening ? statement.opening->minor : 0;
    for (const StatementItem& item : statement.items) {
      identities.push_back(item.identity);
      sum += item.minor;
    }
    must(!statement.opening || !statement.closing || sum == statement.closing->minor);
    std::sort(identities.begin(), identities.end());
    must(std::adjacent_find(identities.begin(), identities.end()) == identities.end());
    comes_back(statement);
  }
  return 0;
}
