// GET /cash: the books of cash on delivery, where the malls want their money, and what waits to be paid. POST
// …/deposit: from the safe to the bank; …/account: of a mall; …/remit: pays the malls (seed S1228).
#include <algorithm>

#include "bank/amount.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"
#include "shipping/desk/endpoints.h"
#include "shipping/desk/listing.h"
#include "shipping/desk/remitting.h"
#include "shipping/store/books.h"

namespace sealcart::shipping {
namespace {

std::string_view word_key(store::Account account) {
  switch (account) {
    case store::Account::drivers:
      return "account.drivers";
    case store::Account::depot:
      return "account.depot";
    case store::Account::bank:
      return "account.bank";
    case store::Account::fees:
      return "account.fees";
    case store::Account::payable:
      return "account.payable";
  }
  return {};
}

struct Known {
  std::vector<store::Balance> balances;
  std::vector<store::MallAccount> accounts;
  std::vector<store::UnpaidSum> unpaid;
};

// A balance as people read it: what is owed and what was earned stand on the other side of the books. With its sign,
// for format() is for amounts that are paid.
std::string balance_text(const store::Balance& balance) {
  const bool credit = balance.account == store::Account::payable || balance.account == store::Account::fees;
  const Money money{credit ? -balance.amount.minor : balance.amount.minor, balance.amount.currency};
  return (money.minor < 0 ? "−" : "") + format({money.minor < 0 ? -money.minor : money.minor, money.currency});
}

render::Data balances_data(const Reader& reader, const std::vector<store::Balance>& balances) {
  render::Data list{render::Data::type::list};
  for (const store::Balance& balance : balances) {
    render::Data one;
    one.set("account", reader.word(word_key(balance.account)));
    one.set("mall", desk::partner_name(reader.party, balance.mall));
    one.set("amount", balance_text(balance));
    list.push_back(std::move(one));
  }
  return list;
}

// One line a mall and currency.
render::Data waiting_data(const exchange::Party& party, const Known& known) {
  render::Data list{render::Data::type::list};
  for (const store::UnpaidSum& sum : known.unpaid) {
    const bool payable = std::any_of(known.accounts.begin(), known.accounts.end(),
                                     [&](const store::MallAccount& account) { return account.mall == sum.mall; });
    render::Data one;
    one.set("mall", desk::partner_name(party, sum.mall));
    one.set("count", std::to_string(sum.parcels));
    one.set("amount", format(sum.amount));
    one.set("fee", format({sum.fee, sum.amount.currency}));
    one.set("net", format({sum.amount.minor - sum.fee, sum.amount.currency}));
    one.set("no_account", !payable);
    list.push_back(std::move(one));
  }
  return list;
}

render::Data accounts_data(const exchange::Party& party, const std::vector<store::MallAccount>& accounts) {
  render::Data list{render::Data::type::list};
  for (const store::MallAccount& account : accounts) {
    render::Data one;
    one.set("mall", desk::partner_name(party, account.mall));
    one.set("name", account.name);
    one.set("account", account.iban.empty() ? account.other : account.iban);
    one.set("bank", account.bic.empty() ? account.clearing_system + " " + account.clearing_member : account.bic);
    list.push_back(std::move(one));
  }
  return list;
}

render::Data safe_data(const std::vector<store::Balance>& balances) {
  render::Data list{render::Data::type::list};
  for (const store::Balance& balance : balances) {
    if (balance.account != store::Account::depot || balance.amount.minor <= 0) continue;
    render::Data one;
    one.set("currency", std::string(balance.amount.currency.code()));
    one.set("amount", bank::decimal(balance.amount));
    one.set("text", format(balance.amount));
    list.push_back(std::move(one));
  }
  return list;
}

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session, std::string said,
                          std::string fault) {
  const Known known = co_await office.party.database.read([](sql::Connection& c) {
    return Known{store::balances(c), store::mall_accounts(c), store::unpaid_sums(c)};
  });
  const Reader reader(office, request);
  render::Data data;
  data.set("balances", balances_data(reader, known.balances));
  data.set("waiting", waiting_data(office.party, known));
  data.set("accounts", accounts_data(office.party, known.accounts));
  data.set("safe", safe_data(known.balances));
  data.set("malls", desk::partner_options(office.party, "mall", ""));
  const int status = fault.empty() ? 200 : 422;
  if (!said.empty()) data.set("said", std::move(said));
  if (!fault.empty()) data.set("fault", std::move(fault));
  desk::switch_language_at(data, "/cash");
  co_return desk::page(office.desk, request, session, "cash", "cash.title", std::move(data), status);
}

}  // namespace

Task<http::Response> show_cash(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, "", "");
}

Task<http::Response> deposit_cash(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const auto currency = Currency::parse(form->get("currency"));
  const auto minor = currency ? bank::read_amount(form->get("amount"), *currency) : problem(422, "cash-amount", "");
  const Reader reader(office, request);
  if (!minor || *minor == 0) co_return co_await draw(office, request, session, "", reader.word("text.amount-unclear"));
  const Time now = office.party.clock.now();
  const bool held = co_await office.party.database.write([&](sql::Connection& c) {
    store::lock_depot(c);
    if (!store::deposit(c, {*minor, *currency}, now)) return false;
    desk::store::append_audit(c, now, session.operator_name, "cash-deposit", "", format({*minor, *currency}));
    return true;
  });
  if (!held) co_return co_await draw(office, request, session, "", reader.word("text.safe-holds-less"));
  co_return desk::done("/cash", "deposited");
}

Task<http::Response> save_account(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const auto field = [&](const char* name) { return std::string(form->get(name).substr(0, 200)); };
  const auto account =
      read_mall_account(office.counter, {field("mall"), field("name"), field("iban"), field("other"), field("bic"),
                                         field("clearing-system"), field("clearing-member")});
  if (!account) {
    co_return co_await draw(office, request, session, "", desk::fault_text(office.desk, request, account.error()));
  }
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) {
    store::save_mall_account(c, *account);
    desk::store::append_audit(c, now, session.operator_name, "mall-account", "", account->mall);
  });
  co_return desk::done("/cash", "account");
}

Task<http::Response> remit_cash(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const auto payer = payer_of(office.party.config);
  if (!payer) co_return desk::problem_page(office.desk, request, session, payer.error());
  const Who who{session.operator_name, office.party.clock.now()};
  const Remitted remitted =
      co_await office.party.database.write([&](sql::Connection& c) { return remit(c, office.counter, *payer, who); });
  if (remitted.run != 0) co_return http::Response::redirect("/remittances/" + std::to_string(remitted.run));
  co_return co_await draw(office, request, session, Reader(office, request).word("text.nothing-to-pay"), "");
}

}  // namespace sealcart::shipping
