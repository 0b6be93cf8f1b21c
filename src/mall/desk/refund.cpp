// /purchases/:number/refund: looking at a refund once more, and making it.
#include "core/amount.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/money_back.h"
#include "mall/store/purchases.h"
#include "mall/store/refunds.h"

namespace sealcart::mall {
namespace {

struct Asked {
  Purchase purchase;
  const Handover* handover = nullptr;  // in `purchase`
  Money amount;
};

// Problems: 404 not-found, 409 not-paid, those of may_refund.
Task<Expected<std::unique_ptr<Asked>>> ask(Office& office, std::string number, std::string amount) {
  auto purchase =
      co_await office.party.database.read([&](sql::Connection& c) { return store::purchase_by_number(c, number); });
  if (!purchase) co_return problem(404, "not-found", "No purchase has this number.");
  auto asked = std::make_unique<Asked>(Asked{std::move(*purchase), nullptr, {0, *Currency::parse("JPY")}});
  asked->handover = paid_handover(asked->purchase);
  if (asked->handover == nullptr) {
    co_return problem(409, "not-paid", "No credit company has accepted this purchase, so nothing can go back.");
  }
  const Currency currency = asked->handover->amount->currency;
  asked->amount = {parse_amount(amount, currency).value_or(0), currency};
  const Moved moved =
      co_await office.party.database.read([&](sql::Connection& c) { return store::moved(c, *asked->handover); });
  if (auto may = may_refund(moved, asked->amount.minor); !may) co_return tl::unexpected(may.error());
  co_return asked;
}

}  // namespace

Task<http::Response> confirm_refund(Office& office, const http::Request& request, const Session& session) {
  const auto form = http::Form::parse(request.query);
  std::string number = request.captures.at(0), amount(form ? form->get("amount") : std::string_view());
  const auto asked = co_await ask(office, std::move(number), std::move(amount));
  if (!asked) co_return desk::problem_page(office.desk, request, session, asked.error());
  render::Data data;
  data.set("number", (*asked)->purchase.number);
  data.set("company", desk::partner_name(office.party, (*asked)->handover->partner));
  data.set("amount", format((*asked)->amount));
  data.set("amount_text", amount_text((*asked)->amount));
  // The same form sent twice makes one refund.
  data.set("refund", RefundNumber::make(office.party.random, office.party.clock.now()).text());
  co_return desk::page(office.desk, request, session, "refund", "refund.title", std::move(data));
}

Task<http::Response> make_refund(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::string number = request.captures.at(0);
  const auto refund_number = RefundNumber::parse(form->get("refund"));
  if (!refund_number) {
    co_return desk::problem_page(office.desk, request, session, {400, "form-malformed", "The refund has no number."});
  }
  auto purchase =
      co_await office.party.database.read([&](sql::Connection& c) { return store::purchase_by_number(c, number); });
  const Handover* handover = purchase ? paid_handover(*purchase) : nullptr;
  const auto company = handover != nullptr ? office.party.partners.by_id(handover->partner) : nullptr;
  if (!company) {
    co_return desk::problem_page(office.desk, request, session,
                                 {409, "not-paid", "No credit company that we work with has accepted this purchase."});
  }
  const Time now = office.party.clock.now();
  const Currency currency = handover->amount->currency;
  const Money amount{parse_amount(form->get("amount"), currency).value_or(0), currency};
  const Letterhead head{
      office.party.config.origin, company->origin, office.party.keys.signer(now), random_id(office.party.random), now,
      session.operator_name};
  const auto done = co_await office.party.database.write(
      [&](sql::Connection& c) { return refund(c, *handover, *refund_number, amount, head); });
  if (!done) co_return desk::problem_page(office.desk, request, session, done.error());
  co_return desk::done("/purchases/" + number, "refund");
}

}  // namespace sealcart::mall
