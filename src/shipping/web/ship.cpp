// POST /ship (seed S1217 to S1220, S1603 to S1607): the customer says where to, and presses Ship or Reject.
// parse -> decide -> commit -> reply: an answer given before is met in the commit.
#include "shipping/rules/acceptance.h"
#include "shipping/rules/typed.h"
#include "shipping/web/address_page.h"
#include "shipping/web/asked.h"
#include "shipping/web/endpoints.h"
#include "shipping/web/record.h"
#include "shipping/web/result_page.h"

namespace sealcart::shipping {
namespace {

Fields parse_fields(const http::Form& form) {
  Fields typed;
  for (const Field field : all_fields) typed[field] = std::string(form.get(form_name(field)));
  return typed;
}

// The page once more with what the postal code says, for browsers without scripts.
http::Response look_up(const Depot& depot, const http::Request& request, const Asked& asked, const Fields& typed) {
  AddressPage page{.typed = plain(typed)};
  const auto code = japanese_postal_code(page.typed[Field::postal_code]);
  const auto place = code ? depot.settings.postal_codes.find(*code) : std::nullopt;
  if (place) {
    page.typed[Field::region] = place->region;
    page.typed[Field::city] = place->city;
    if (page.typed[Field::street].empty()) page.typed[Field::street] = place->town;
  } else if (code) {
    page.note = "text.postal-code-unknown";
  } else {
    page.status = 422;
    page.faults.push_back(
        {page.typed[Field::postal_code].empty() ? Fault::Why::missing : Fault::Why::malformed, Field::postal_code});
  }
  return draw_address_page(depot, request, asked, std::move(page));
}

Task<std::optional<store::Answered>> load(Depot& depot, const Asked& asked) {
  co_return co_await depot.party.database.read(
      [&](sql::Connection& connection) { return store::find_answered(connection, asked.key); });
}

Task<http::Response> conclude(Depot& depot, const http::Request& request, const Asked& asked, AcceptStatus status,
                              std::string contents) {
  const Recorded recorded = co_await record(depot, asked, status, std::move(contents));
  co_return draw_result_page(depot, request, asked, recorded.answered, recorded.already);
}

}  // namespace

Task<http::Response> ship(Depot& depot, const http::Request& request) {
  const exchange::Party& party = depot.party;
  const auto form = exchange::own_form(party, request);
  if (!form) co_return exchange::problem_response(party, request, form.error());
  const auto asked = co_await exchange::reread_asked<protocol::ShippingRequest>(
      party, std::string(form->get("request")), form->get("tag"), "");
  if (!asked) co_return exchange::problem_response(party, request, asked.error());
  const std::string_view decision = form->get("decision");
  const bool looks_up = decision == "lookup";
  if (!looks_up && decision != "ship" && decision != "reject") {
    co_return exchange::problem_response(party, request,
                                         {400, "decision-unknown", "Press one of the page's own buttons."});
  }

  const Offer& offer = depot.settings.offer;
  const Fields typed = parse_fields(*form);
  std::vector<std::string> days;
  if (!typed[Field::day].empty()) days = delivery_days(party.clock.now());
  const auto address = read_address(typed, {days, offer.hours, offer.points});
  const AcceptCommand command{decision == "reject" ? Decision::reject : Decision::ship};
  AcceptState state{.expired = asked->expired,
                    .carried = carries(offer.terms, asked->request),
                    .address_sound = address.has_value() && !looks_up};
  AcceptStatus status = decide(command, state);
  if (looks_up || !outcome(status)) {
    // What is recorded meets an earlier answer in its own transaction; everything else looks for one here.
    const auto answered = co_await load(depot, *asked);
    state.answered = answered.has_value();
    status = decide(command, state);
    if (status == AcceptStatus::already_answered) co_return draw_result_page(depot, request, *asked, *answered, true);
  }
  if (status == AcceptStatus::request_expired) {
    co_return exchange::problem_response(party, request, exchange::request_expired());
  }
  if (looks_up) co_return look_up(depot, request, *asked, typed);
  if (status == AcceptStatus::address_faulty) {
    co_return draw_address_page(depot, request, *asked,
                                {.status = 422, .typed = plain(typed), .faults = address.error()});
  }
  std::string contents;
  if (status == AcceptStatus::accepted) contents = sealed_contents(*address, offer.points);
  co_return co_await conclude(depot, request, *asked, status, std::move(contents));
}

}  // namespace sealcart::shipping
