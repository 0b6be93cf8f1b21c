// /customers: who has cards, what they may spend, and what they owe.
#include <fmt/format.h>

#include "core/day.h"
#include "credit/desk/customer_form.h"
#include "credit/desk/endpoints.h"
#include "credit/desk/shown.h"
#include "credit/store/customer_desk.h"
#include "credit/store/customers.h"
#include "credit/store/ledger.h"
#include "credit/store/statements.h"
#include "desk/frame.h"
#include "desk/store/audit.h"

namespace sealcart::credit {
namespace {

std::string page_of(const std::string& customer) { return "/customers/" + customer; }

render::Data cards_of(const std::vector<store::CardShown>& cards) {
  render::Data list{render::Data::type::list};
  for (const store::CardShown& card : cards) {
    render::Data one;
    const auto money = [&](std::int64_t minor) { return format({minor, card.currency}); };
    one.set("id", std::to_string(card.id));
    one.set("last4", card.last4);
    one.set("currency", card.currency.code());
    one.set("blocked", card.blocked);
    one.set("limit", money(card.limit));
    one.set("available", money(card.available));
    one.set("authorised", money(card.authorised));
    one.set("owed", money(card.owed));
    one.set("ledger", std::to_string(account(card.id, Account::receivable)));
    list.push_back(std::move(one));
  }
  return list;
}

// What was sent and not taken.
struct Refused {
  std::string_view why;  // key of the words; empty: nothing was sent
  std::optional<store::Fields> contact;
  store::Fields card;
  store::RowFaults faults;
};

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session, Refused refused) {
  const std::string id = request.captures.at(0);
  sql::Database& database = office.party.database;
  const auto customer = co_await database.read([&](sql::Connection& c) { return store::find_customer(c, id); });
  if (!customer) co_return not_found(office, request, session);
  const auto cards = co_await database.read([&](sql::Connection& c) { return store::cards_shown(c, id); });
  const render::Language language = exchange::language(request);
  const store::Fields contact = refused.contact.value_or(fields_of(customer->fields));
  render::Data data;
  data.set("id", id);
  data.set("customer", id);  // among the cards `id` is the card's
  data.set("name", customer->fields.name);
  data.set("locked", customer->locked);
  data.set("cards", cards_of(cards));
  data.set("contact", form_fields(office, language, FormPart::contact, contact, refused.faults));
  data.set("card", form_fields(office, language, FormPart::card, refused.card, refused.faults));
  desk::switch_language_at(data, page_of(id));
  const bool refused_any = !refused.why.empty();
  if (refused_any) data.set("fault", office.party.pages.word(refused.why, language));
  co_return desk::page(office.desk, request, session, "customer", "customer.title", std::move(data),
                       refused_any ? 422 : 200);
}

// Writes what was read from a form, with its entry in the audit log, unless the database finds a fault in it. Of a
// customer who is not there nothing is written; their page says so.
template <class F>
Task<store::RowFaults> written(Office& office, const Session& session, std::string id, std::string action, F write) {
  const Time now = office.party.clock.now();
  co_return co_await office.party.database.write([&](sql::Connection& c) -> store::RowFaults {
    if (!store::find_customer(c, id)) return {};
    auto faults = write(c, now);
    if (faults.empty()) desk::store::append_audit(c, now, session.operator_name, action, "", "customer " + id);
    return faults;
  });
}

// Writes what the form asks for, with its entry in the audit log, and goes back to the customer's page.
template <class F>
Task<http::Response> change(Office& office, const http::Request& request, const Session& session, std::string action,
                            std::string said, F write) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::string id = request.captures.at(0);
  const Time now = office.party.clock.now();
  const auto done_ = co_await office.party.database.write([&](sql::Connection& c) -> Expected<void> {
    if (!store::find_customer(c, id)) return problem(404, "not-found", "There is no such customer.");
    auto written = write(c, id, *form, now);
    if (written) desk::store::append_audit(c, now, session.operator_name, action, "", "customer " + id);
    return written;
  });
  if (!done_) co_return desk::problem_page(office.desk, request, session, done_.error());
  co_return desk::done(page_of(id), said);
}

}  // namespace

Task<http::Response> show_customers(Office& office, const http::Request& request, const Session& session) {
  const http::Form query = desk::query_of(request);
  const std::string asked(query.get("q").substr(0, 100)), before(query.get("before").substr(0, 64));
  const auto found = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::list_customers(c, asked, before, rows_shown + 1); });
  render::Data data, list{render::Data::type::list};
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows_shown); ++i) {
    render::Data one;
    one.set("id", found[i].id);
    one.set("name", found[i].name);
    one.set("email", found[i].email);
    one.set("locked", found[i].locked);
    one.set("cards", std::to_string(found[i].cards));
    one.set("created", time_text(found[i].created));
    list.push_back(std::move(one));
  }
  const bool more = found.size() > static_cast<std::size_t>(rows_shown);
  data.set("customers", std::move(list));
  data.set("q", asked);
  add_pager(data, "/customers?q=" + desk::query_text(asked) + "&", before.empty(), more,
            more ? found[static_cast<std::size_t>(rows_shown) - 1].id : "");
  co_return desk::page(office.desk, request, session, "customers", "customers.title", std::move(data));
}

Task<http::Response> show_customer(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, Refused());
}

Task<http::Response> change_customer(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const store::Fields typed = typed_fields(*form, FormPart::contact);
  const auto contact = store::read_contact(typed);
  Refused refused{"customer.not_saved", typed, {}, contact ? store::RowFaults{} : contact.error()};
  if (!contact) co_return co_await draw(office, request, session, std::move(refused));
  const std::string id = request.captures.at(0);
  refused.faults = co_await written(office, session, id, "customer-change",
                                    [&](sql::Connection& c, Time) { return store::change_customer(c, id, *contact); });
  if (!refused.faults.empty()) co_return co_await draw(office, request, session, std::move(refused));
  co_return desk::done(page_of(id), "saved");
}

Task<http::Response> add_card(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const store::Fields typed = typed_fields(*form, FormPart::card);
  const auto card = store::read_card(typed);
  Refused refused{"card.not_added", {}, typed, card ? store::RowFaults{} : card.error()};
  if (!card) co_return co_await draw(office, request, session, std::move(refused));
  const std::string id = request.captures.at(0);
  refused.faults = co_await written(office, session, id, "card-add", [&](sql::Connection& c, Time now) {
    return store::add_card_of(c, id, *card, office.secrets, now);
  });
  if (!refused.faults.empty()) co_return co_await draw(office, request, session, std::move(refused));
  co_return desk::done(page_of(id), "card");
}

Task<http::Response> lock_customer(Office& office, const http::Request& request, const Session& session) {
  return change(office, request, session, "customer-lock", "saved",
                [](sql::Connection& c, const std::string& id, const http::Form& form, Time) -> Expected<void> {
                  store::set_locked(c, id, form.get("lock") == "1");
                  return {};
                });
}

Task<http::Response> change_card(Office& office, const http::Request& request, const Session& session) {
  return change(office, request, session, "card-change", "saved",
                [](sql::Connection& c, const std::string& id, const http::Form& form, Time now) -> Expected<void> {
                  const std::int64_t card = desk::row_number(form.get("card"));
                  for (const store::CardShown& each : store::cards_shown(c, id)) {
                    if (each.id != card) continue;
                    if (form.has("block")) store::set_blocked(c, id, card, form.get("block") == "1");
                    if (!form.has("limit")) return {};
                    const auto limit = parse_limit(form.get("limit"), each.currency);
                    if (!limit) return problem(422, "limit-malformed", "Write the limit as 1000 or 1000.00.");
                    return store::set_limit(c, card, *limit, now);
                  }
                  return problem(404, "not-found", "The customer has no such card.");
                });
}

Task<http::Response> reset_password(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::string password(form->get("password"));
  Refused refused{.why = "customer.short"};
  if (password.size() < 8 || password.size() > 256)
    co_return co_await draw(office, request, session, std::move(refused));
  auto seat = office.desk.passwords.reserve();
  refused.why = "sign_in.busy";
  if (!seat) co_return co_await draw(office, request, session, std::move(refused));
  const std::string hash = co_await office.desk.passwords.hash(std::move(*seat), password);
  co_return co_await change(
      office, request, session, "customer-password", "password",
      [hash](sql::Connection& c, const std::string& id, const http::Form&, Time) -> Expected<void> {
        store::set_customer_password(c, id, hash);
        return {};
      });
}

}  // namespace sealcart::credit
