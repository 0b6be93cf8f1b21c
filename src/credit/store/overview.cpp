#include "credit/store/overview.h"

#include "credit/rules/ledger.h"
#include "credit/store/settlement_desk.h"

namespace sealcart::credit::store {

Overview overview(sql::Connection& connection, Time now) {
  static const sql::Statement find{
      "SELECT (SELECT COUNT(*) FROM bank_item WHERE state = 0), (SELECT COUNT(*) FROM statement_mail WHERE state = 0), "
      "(SELECT COUNT(*) FROM statement_mail WHERE state = 2), (SELECT COUNT(*) FROM statement WHERE paid = 0 AND due < "
      "$1), (SELECT COUNT(*) FROM outbox)"};
  const sql::Rows rows = connection.query(find, {now.seconds});
  return {rows.integer(0, 0), rows.integer(0, 1), rows.integer(0, 2), rows.integer(0, 3), rows.integer(0, 4)};
}

std::vector<Position> positions(sql::Connection& connection) {
  std::vector<Position> all;
  for (const AccountShown& each : list_accounts(connection)) {  // in order of currency
    if (all.empty() || all.back().currency != each.currency) all.push_back({.currency = each.currency});
    Position& here = all.back();
    here.receivable -= each.balance;
    const Account kind = kind_of(each.account);
    if (kind == Account::payable) here.payable += each.balance;
    if (kind == Account::bank) here.bank += each.balance;
    if (kind == Account::fees) here.fees += each.balance;
    if (kind == Account::suspense) here.suspense += each.balance;
  }
  return all;
}

}  // namespace sealcart::credit::store
