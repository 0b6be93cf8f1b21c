// /customers/new: a customer with the first card.
#include <fmt/format.h>

#include "core/id.h"
#include "credit/desk/customer_form.h"
#include "credit/desk/endpoints.h"
#include "credit/desk/shown.h"
#include "credit/store/customer_desk.h"
#include "credit/store/customer_import.h"
#include "desk/frame.h"
#include "desk/store/audit.h"

namespace sealcart::credit {
namespace {

struct Typed {
  std::string id;  // that the customer is to have: the same form sent twice names one customer
  store::Fields contact, card, access;
};

http::Response draw(Office& office, const http::Request& request, const Session& session, const Typed& typed,
                    const store::RowFaults& faults) {
  const render::Language language = exchange::language(request);
  render::Data data;
  data.set("id", typed.id);
  data.set("contact", form_fields(office, language, FormPart::contact, typed.contact, faults));
  data.set("card", form_fields(office, language, FormPart::card, typed.card, faults));
  data.set("access", form_fields(office, language, FormPart::access, typed.access, faults));
  desk::switch_language_at(data, "/customers/new");
  if (!faults.empty()) data.set("fault", office.party.pages.word("customer.not_added", language));
  return desk::page(office.desk, request, session, "customer_new", "customer_new.title", std::move(data),
                    faults.empty() ? 200 : 422);
}

Task<store::RowFaults> write(Office& office, const Session& session, const store::PreparedCustomer& prepared) {
  const Time now = office.party.clock.now();
  const std::string& id = prepared.customer.id;
  co_return co_await office.party.database.write([&](sql::Connection& c) -> store::RowFaults {
    if (store::find_customer(c, id)) return {};
    auto faults = store::import_customers(c, {prepared}, now);
    if (faults.empty()) {
      desk::store::append_audit(c, now, session.operator_name, "customer-add", "", "customer " + id);
    }
    return faults;
  });
}

}  // namespace

Task<http::Response> show_new_customer(Office& office, const http::Request& request, const Session& session) {
  const Typed blank{random_id(office.party.random), {}, {{"currency", "JPY"}}, {}};
  co_return draw(office, request, session, blank, {});
}

Task<http::Response> add_customer(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const Typed typed{std::string(form->get("id")), typed_fields(*form, FormPart::contact),
                    typed_fields(*form, FormPart::card), typed_fields(*form, FormPart::access)};
  if (!is_id(typed.id)) co_return not_found(office, request, session);
  store::Fields all = typed.contact;
  all.insert(typed.card.begin(), typed.card.end());
  all.insert(typed.access.begin(), typed.access.end());
  auto row = store::read_customer(all, 0);
  if (!row) co_return draw(office, request, session, typed, row.error());
  row->id = typed.id;
  const auto prepared =
      co_await office.worker.run([&] { return store::prepare({*row}, office.secrets, office.party.random); });
  store::RowFaults faults;
  bool again = false;
  try {
    faults = co_await write(office, session, prepared.front());
  } catch (const sql::Error& error) {
    if (error.kind != sql::Error::Kind::unique) throw;
    again = true;  // another one came between: now it is there to be found
  }
  if (again) faults = co_await write(office, session, prepared.front());
  if (!faults.empty()) co_return draw(office, request, session, typed, faults);
  co_return desk::done("/customers/" + typed.id, "customer");
}

}  // namespace sealcart::credit
