// /settlements: what was paid with which card, and what became of it since.
#include <fmt/format.h>

#include "core/day.h"
#include "core/id.h"
#include "credit/desk/endpoints.h"
#include "credit/desk/shown.h"
#include "credit/desk/statement_letter.h"
#include "credit/store/settlement_desk.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"
#include "protocol/outcome.h"

namespace sealcart::credit {
namespace {

// Of an OK settlement, in the desk's words.
std::string_view state_key(const store::SettlementShown& settlement) {
  const Authorisation& known = settlement.known;
  if (settlement.outcome == protocol::Outcome::no) return "settlement.no";
  if (settlement.outcome == protocol::Outcome::ng) return "settlement.ng";
  if (known.captured > 0 && known.returnable() == 0) return "settlement.returned";
  if (known.captured > 0 && known.open() == 0) return "settlement.captured";
  if (known.captured > 0) return "settlement.partly";
  return known.open() == 0 ? "settlement.released" : "settlement.open";
}

render::Data shown(const Office& office, const store::SettlementShown& settlement, render::Language language) {
  render::Data one;
  one.set("id", std::to_string(settlement.id));
  one.set("at", time_text(settlement.at));
  one.set("mall", desk::partner_name(office.party, settlement.mall));
  one.set("purchase", settlement.purchase);
  one.set("receipt", settlement.receipt);
  one.set("amount", format(settlement.known.amount));
  one.set("state", office.party.pages.word(state_key(settlement), language));
  one.set("good", settlement.known.captured > 0 && settlement.known.returnable() > 0);
  if (settlement.card != 0) {
    one.set("last4", settlement.last4);
    one.set("card", std::to_string(settlement.card));
    one.set("customer", settlement.customer);
    one.set("customer_name", settlement.customer_name);
  }
  return one;
}

std::string_view item_key(store::ItemKind kind) {
  constexpr std::string_view keys[] = {"entry.capture", "entry.refund", "entry.chargeback"};
  return keys[static_cast<std::size_t>(kind)];
}

std::string_view account_key(Account kind) {
  switch (kind) {
    case Account::line:
      return "account.line";
    case Account::available:
      return "account.available";
    case Account::authorised:
      return "account.authorised";
    case Account::used:
      return "account.used";
    case Account::receivable:
      return "account.receivable";
    case Account::payable:
      return "account.payable";
    case Account::bank:
      return "account.bank";
    case Account::fees:
      return "account.fees";
    case Account::suspense:
      return "account.suspense";
  }
  return "account.bank";
}

}  // namespace

Task<http::Response> show_settlements(Office& office, const http::Request& request, const Session& session) {
  const http::Form query = desk::query_of(request);
  const std::string number(query.get("number").substr(0, 64));
  const std::int64_t card = desk::row_number(query.get("card")), before = desk::row_number(query.get("before"));
  const auto found = co_await office.party.database.read([&](sql::Connection& c) {
    if (number.empty()) return store::list_settlements(c, card, before, rows_shown + 1);
    std::vector<store::SettlementShown> one;
    if (const auto id = store::settlement_of_number(c, number); id != 0) one.push_back(*store::find_settlement(c, id));
    return one;
  });
  const render::Language language = exchange::language(request);
  render::Data data, list{render::Data::type::list};
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows_shown); ++i) {
    list.push_back(shown(office, found[i], language));
  }
  const bool more = found.size() > static_cast<std::size_t>(rows_shown);
  data.set("settlements", std::move(list));
  data.set("number", number);
  add_pager(data, card == 0 ? "/settlements?" : fmt::format("/settlements?card={}&", card), before == 0, more,
            more ? std::to_string(found[static_cast<std::size_t>(rows_shown) - 1].id) : "");
  co_return desk::page(office.desk, request, session, "settlements", "settlements.title", std::move(data));
}

Task<http::Response> show_settlement(Office& office, const http::Request& request, const Session& session) {
  sql::Database& database = office.party.database;
  const std::int64_t id = desk::row_in_path(request);
  const auto found = co_await database.read([&](sql::Connection& c) { return store::find_settlement(c, id); });
  if (!found) co_return not_found(office, request, session);
  const auto items = co_await database.read([&](sql::Connection& c) { return store::items_of_settlement(c, id); });
  const auto lines = co_await database.read([&](sql::Connection& c) { return store::lines_of_settlement(c, *found); });
  const render::Language language = exchange::language(request);
  const auto money = [&](std::int64_t minor) { return format({minor, found->known.amount.currency}); };
  const auto word = [&](std::string_view key) { return office.party.pages.word(key, language); };
  render::Data data = shown(office, *found, language);
  data.set("captured", money(found->known.captured));
  data.set("open", money(found->known.open()));
  data.set("back", money(found->known.refunded + found->known.charged_back));
  data.set("returnable", found->known.returnable() > 0);
  data.set("nonce", random_id(office.party.random));
  render::Data item_list{render::Data::type::list}, line_list{render::Data::type::list};
  for (const store::ItemShown& item : items) {
    render::Data one;
    one.set("kind", word(item_key(item.kind)));
    one.set("number", item.number);
    one.set("amount", money(item.amount));
    one.set("fee", money(item.fee));
    one.set("at", time_text(item.at));
    if (item.run != 0) one.set("run", std::to_string(item.run));
    item_list.push_back(std::move(one));
  }
  for (const store::EntryLine& line : lines) {
    render::Data one;
    one.set("entry", std::to_string(line.entry));
    one.set("at", time_text(line.at));
    one.set("kind", word(word_key(line.kind)));
    one.set("account", word(account_key(kind_of(line.account))));
    one.set("number", std::to_string(line.account));
    one.set("amount", money(line.amount));
    line_list.push_back(std::move(one));
  }
  data.set("items", std::move(item_list));
  data.set("lines", std::move(line_list));
  co_return desk::page(office.desk, request, session, "settlement", "settlement.title", std::move(data));
}

Task<http::Response> charge_back(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::int64_t id = desk::row_in_path(request);
  const std::string nonce(form->get("nonce")), reason(form->get("reason").substr(0, 200));
  const Time now = office.party.clock.now();
  const auto written = co_await office.party.database.write([&](sql::Connection& c) -> Expected<void> {
    const auto found = store::find_settlement(c, id);
    if (!found || !is_id(nonce)) return problem(404, "not-found", "There is no such settlement.");
    const auto amount = parse_limit(form->get("amount"), found->known.amount.currency);
    if (!amount || *amount == 0) return problem(422, "amount-malformed", "Write the amount as 1000 or 10.00.");
    auto back = store::charge_back(c, id, nonce, *amount, office.terms.fees, now);
    if (back) desk::store::append_audit(c, now, session.operator_name, "chargeback", found->receipt, reason);
    return back;
  });
  if (!written) co_return desk::problem_page(office.desk, request, session, written.error());
  co_return desk::done(fmt::format("/settlements/{}", id), "charged-back");
}

Task<http::Response> show_ledger(Office& office, const http::Request& request, const Session& session) {
  const auto accounts = co_await office.party.database.read(store::list_accounts);
  const render::Language language = exchange::language(request);
  render::Data data, list{render::Data::type::list};
  for (const store::AccountShown& each : accounts) {
    render::Data one;
    one.set("number", std::to_string(each.account));
    one.set("account", office.party.pages.word(account_key(kind_of(each.account)), language));
    one.set("mall", desk::partner_name(office.party, each.mall));
    one.set("currency", each.currency);
    one.set("balance", format({each.balance, *Currency::parse(each.currency)}));
    list.push_back(std::move(one));
  }
  data.set("accounts", std::move(list));
  co_return desk::page(office.desk, request, session, "ledger", "ledger.title", std::move(data));
}

Task<http::Response> show_account(Office& office, const http::Request& request, const Session& session) {
  const std::int64_t number = desk::row_in_path(request),
                     before = desk::row_number(desk::query_of(request).get("before"));
  sql::Database& database = office.party.database;
  const auto owner = co_await database.read([&](sql::Connection& c) { return store::account_owner(c, number); });
  if (!owner) co_return not_found(office, request, session);
  const auto lines = co_await database.read(
      [&](sql::Connection& c) { return store::account_lines(c, number, before, rows_shown + 1); });
  const render::Language language = exchange::language(request);
  render::Data data, list{render::Data::type::list}, kinds{render::Data::type::list};
  for (std::size_t i = 0; i < lines.size() && i < static_cast<std::size_t>(rows_shown); ++i) {
    const store::AccountLine& line = lines[i];
    render::Data one;
    one.set("seq", std::to_string(line.seq));
    one.set("entry", std::to_string(line.entry));
    one.set("at", time_text(line.at));
    one.set("kind", office.party.pages.word(word_key(line.kind), language));
    one.set("amount", format({line.amount, owner->currency}));
    one.set("balance", format({line.balance, owner->currency}));
    if (line.settlement != 0) one.set("settlement", std::to_string(line.settlement));
    list.push_back(std::move(one));
  }
  if (is_of_card(kind_of(number))) {
    for (std::int64_t kind = 0; kind <= static_cast<std::int64_t>(Account::receivable); ++kind) {
      render::Data one;
      one.set("number", std::to_string(number / account_kinds * account_kinds + kind));
      one.set("account", office.party.pages.word(account_key(static_cast<Account>(kind)), language));
      kinds.push_back(std::move(one));
    }
    data.set("last4", owner->last4);
    data.set("customer", owner->customer);
    data.set("kinds", std::move(kinds));
  }
  data.set("lines", std::move(list));
  data.set("account", office.party.pages.word(account_key(kind_of(number)), language));
  data.set("mall", desk::partner_name(office.party, owner->mall));
  data.set("currency", owner->currency.code());
  const bool more = lines.size() > static_cast<std::size_t>(rows_shown);
  add_pager(data, fmt::format("/ledger/{}?", number), before == 0, more,
            more ? std::to_string(lines[static_cast<std::size_t>(rows_shown) - 1].seq) : "");
  co_return desk::page(office.desk, request, session, "account_lines", "account_lines.title", std::move(data));
}

}  // namespace sealcart::credit
