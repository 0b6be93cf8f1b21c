// /partners: the companies that this party works with, their keys and certificates, and recent connections.
#include <algorithm>

#include "core/day.h"
#include "desk/certificates.h"
#include "desk/endpoints.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"
#include "exchange/partner_check.h"
#include "exchange/store/partner_connections.h"

namespace sealcart::desk {
namespace {

using exchange::Partner;
using exchange::store::PartnerConnection;

// Stopped ones too. The pointer lives as long as the list is held.
std::shared_ptr<const Partner> find(const Office& office, std::string_view id) {
  const auto all = office.party.partners.all();
  const auto at = std::find_if(all->begin(), all->end(), [&](const Partner& p) { return p.id == id; });
  return at == all->end() ? nullptr : std::shared_ptr<const Partner>(all, &*at);
}

http::Response unknown(Office& office, const http::Request& request, const Session& session) {
  return problem_page(office.desk, request, session, {404, "not-found", "There is no such partner."});
}

render::Data connection_data(const PartnerConnection& seen, Time now) {
  render::Data data;
  data.set("at", time_text(seen.at));
  data.set("to_partner", seen.to_partner);
  data.set("protocol", seen.protocol);
  data.set("cipher", seen.cipher);
  data.set("subject", seen.subject);
  data.set("issuer", seen.issuer);
  data.set("until", end_text(seen.not_after));
  data.set("soon", ends_soon(seen.not_after, now));
  data.set("outcome", seen.outcome);
  data.set("good", seen.outcome == "ok");
  return data;
}

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session,
                          std::shared_ptr<const Partner> partner, render::Data data, int status) {
  const auto seen = co_await office.party.database.read(
      [&](sql::Connection& c) { return exchange::store::connections(c, partner->id); });
  render::Data list{render::Data::type::list};
  for (const PartnerConnection& each : seen) list.push_back(connection_data(each, office.party.clock.now()));
  data.set("connections", std::move(list));
  add_partner_data(*partner, office.party, exchange::language(request), data);
  switch_language_at(data, "/partners/" + partner->id);
  co_return page(office.desk, request, session, "partner", "partner.title", std::move(data), status);
}

}  // namespace

Task<http::Response> show_partners(Office& office, const http::Request& request, const Session& session) {
  const auto seen = co_await office.party.database.read(exchange::store::last_certificates);
  const auto all = office.party.partners.all();
  render::Data data, list{render::Data::type::list};
  for (const Partner& partner : *all) {
    render::Data one;
    add_partner_data(partner, office.party, exchange::language(request), one);
    const auto last =
        std::find_if(seen.begin(), seen.end(), [&](const PartnerConnection& c) { return c.partner == partner.id; });
    if (last != seen.end()) {
      one.set("until", end_text(last->not_after));
      one.set("soon", ends_soon(last->not_after, office.party.clock.now()));
    }
    list.push_back(std::move(one));
  }
  data.set("partners", std::move(list));
  const auto ending = co_await ending_certificates(office.party);
  add_certificates(ending, data);
  co_return page(office.desk, request, session, "partners", "partners.title", std::move(data));
}

Task<http::Response> show_partner(Office& office, const http::Request& request, const Session& session) {
  auto partner = find(office, request.captures.at(0));
  if (!partner) co_return unknown(office, request, session);
  co_return co_await draw(office, request, session, std::move(partner), {}, 200);
}

Task<http::Response> test_partner(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return problem_page(office.desk, request, session, form.error());
  auto partner = find(office, request.captures.at(0));
  if (!partner) co_return unknown(office, request, session);
  const auto check = co_await exchange::check_partner(office.party.client, *partner);
  render::Data data;
  const render::Language language = exchange::language(request);
  if (!check) {
    data.set("fault", office.party.pages.word("partner.test_failed", language) + " " + check.error().detail + " (" +
                          check.error().code + ")");
  } else {
    data.set("tested", true);
    data.set("protocol", check->peer.protocol);
    data.set("cipher", check->peer.cipher);
    data.set("subject", check->peer.subject);
    data.set("issuer", check->peer.issuer);
    data.set("until", end_text(check->peer.not_after));
    data.set("keys_found", std::to_string(check->now.keys.size()));
    data.set("keys_known", std::to_string(check->known));
  }
  co_return co_await draw(office, request, session, std::move(partner), std::move(data), check ? 200 : 502);
}

Task<http::Response> change_partner(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return problem_page(office.desk, request, session, form.error());
  const auto partner = find(office, request.captures.at(0));
  if (!partner) co_return unknown(office, request, session);
  const std::string what(form->get("change"));
  if (what != "stop" && what != "resume") {
    co_return problem_page(office.desk, request, session, {400, "form-malformed", "There is no such change."});
  }
  const char* const act = what == "stop" ? "partner-stop" : "partner-resume";
  const Time now = office.party.clock.now();
  if (partner->active != (what == "resume")) {
    co_await office.party.database.write([&](sql::Connection& c) {
      exchange::store::set_active(c, partner->id, what == "resume");
      store::append_audit(c, now, session.operator_name, act, partner->id, "");
    });
    co_await office.party.partners.refresh();
  }
  co_return done("/partners/" + partner->id, act);
}

}  // namespace sealcart::desk
