// POST /partners/look, POST /partners: a partner is asked who it is, its keys are shown, and it is pinned once an
// operator has confirmed just these keys.
#include "desk/certificates.h"
#include "desk/endpoints.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"
#include "exchange/partner_check.h"
#include "seal/sign.h"

namespace sealcart::desk {

namespace {

struct Found {
  exchange::Partner partner;
  http::PeerTls peer;
  std::string print;  // of what is pinned: another answer later is another print
};

// Problems: those of discover(), 422 "partner-id", 409 "partner-taken".
Task<Expected<Found>> look(const Office& office, std::string id, std::string api) {
  if (!exchange::is_partner_id(id)) {
    co_return problem(422, "partner-id", "A partner's short name holds up to 40 of a-z, 0-9 and '-'.");
  }
  Found found;
  auto partner = co_await exchange::discover(office.party.client, std::move(api), std::move(id), &found.peer);
  if (!partner) co_return tl::unexpected(partner.error());
  const auto partners = office.party.partners.all();
  for (const exchange::Partner& other : *partners) {
    if ((other.id == partner->id) != (other.origin == partner->origin)) {
      co_return problem(409, "partner-taken", other.id + " is " + other.origin + " already.");
    }
  }
  found.partner = std::move(*partner);
  found.print = protocol::document_hash(found.partner.role + "\n" + found.partner.origin + "\n" +
                                        protocol::encode_key_set(found.partner.keys));
  co_return found;
}

}  // namespace

Task<http::Response> look_at_partner(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return problem_page(office.desk, request, session, form.error());
  std::string id(form->get("id")), api(form->get("api"));
  const auto found = co_await look(office, std::move(id), std::move(api));
  if (!found) co_return problem_page(office.desk, request, session, found.error());
  render::Data data;
  add_partner_data(found->partner, office.party, exchange::language(request), data);
  data.set("print", found->print);
  data.set("subject", found->peer.subject);
  data.set("issuer", found->peer.issuer);
  data.set("until", end_text(found->peer.not_after));
  switch_language_at(data, "/partners");
  co_return page(office.desk, request, session, "partner_found", "partner_found.title", std::move(data));
}

Task<http::Response> add_partner(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return problem_page(office.desk, request, session, form.error());
  std::string id(form->get("id")), api(form->get("api"));
  const auto found = co_await look(office, std::move(id), std::move(api));
  if (!found) co_return problem_page(office.desk, request, session, found.error());
  if (found->print != form->get("print")) {
    co_return problem_page(office.desk, request, session,
                           {409, "partner-changed", "It says something else now than what you confirmed."});
  }
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) {
    exchange::store::save_partner(c, exchange::row_of(found->partner), now);
    std::string kids;
    for (const protocol::VerifyKey& key : found->partner.keys) kids += (kids.empty() ? "" : " ") + key.kid;
    store::append_audit(c, now, session.operator_name, "partner-add", found->partner.id,
                        found->partner.origin + " " + kids);
  });
  co_await office.party.partners.refresh();
  co_return done("/partners/" + found->partner.id, "partner-add");
}

}  // namespace sealcart::desk
