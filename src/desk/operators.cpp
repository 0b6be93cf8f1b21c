// /operators: who may work here. For admins.
#include "desk/store/operators.h"
#include "core/day.h"
#include "desk/endpoints.h"
#include "desk/frame.h"
#include "desk/store/audit.h"

namespace sealcart::desk {
namespace {

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session,
                          std::string_view fault_key) {
  const auto all = co_await office.party.database.read(store::list_operators);
  const render::Language language = exchange::language(request);
  render::Data data, list{render::Data::type::list};
  for (const store::Operator& each : all) {
    render::Data one;
    one.set("name", each.name);
    one.set("role_text", office.party.pages.word("role." + std::string(name(each.role)), language));
    one.set("is_viewer", each.role == Role::viewer);
    one.set("is_clerk", each.role == Role::clerk);
    one.set("is_admin", each.role == Role::admin);
    one.set("codes", !each.totp.empty());
    one.set("active", each.active);
    one.set("created", time_text(each.created));
    list.push_back(std::move(one));
  }
  data.set("operators", std::move(list));
  if (!fault_key.empty()) data.set("fault", office.party.pages.word(fault_key, language));
  switch_language_at(data, "/operators");
  co_return page(office.desk, request, session, "operators", "operators.title", std::move(data),
                 fault_key.empty() ? 200 : 422);
}

}  // namespace

Task<http::Response> show_operators(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, "");
}

Task<http::Response> add_operator(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return problem_page(office.desk, request, session, form.error());
  const auto role = parse_role(form->get("role"));
  const std::string password(form->get("password"));
  if (!store::is_operator_name(form->get("name"))) {
    co_return co_await draw(office, request, session, "operators.name_form");
  }
  if (!role || password.size() < 12 || password.size() > 256) {
    co_return co_await draw(office, request, session, "account.password_short");
  }
  auto seat = office.desk.passwords.reserve();
  if (!seat) co_return co_await draw(office, request, session, "sign_in.busy");
  store::Operator made{.name = std::string(form->get("name")), .role = *role, .created = office.party.clock.now()};
  made.password_hash = co_await office.desk.passwords.hash(std::move(*seat), password);
  const bool added = co_await office.party.database.write([&](sql::Connection& c) {
    if (!store::add_operator(c, made)) return false;
    store::append_audit(c, made.created, session.operator_name, "operator-add", "", made.name);
    return true;
  });
  if (!added) co_return co_await draw(office, request, session, "operators.name_taken");
  co_return done("/operators", "operator-add");
}

Task<http::Response> change_operator(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return problem_page(office.desk, request, session, form.error());
  const std::string changed(form->get("name"));
  const std::string what(form->get("change"));  // a role, "stop" or "resume"
  const auto role = parse_role(what);
  if (!role && what != "stop" && what != "resume") {
    co_return problem_page(office.desk, request, session, {400, "form-malformed", "There is no such change."});
  }
  const auto known =
      co_await office.party.database.read([&](sql::Connection& c) { return store::find_operator(c, changed); });
  if (!known) co_return problem_page(office.desk, request, session, {404, "not-found", "There is no such operator."});
  const Time now = office.party.clock.now();
  const bool kept_admin = co_await office.party.database.write([&](sql::Connection& c) {
    // Nobody could let anybody in any more.
    const bool takes_rights = what == "stop" || (role && *role != Role::admin);
    if (takes_rights && !store::another_admin(c, changed)) return false;
    if (role) {
      store::set_role(c, changed, *role);
    } else {
      store::set_active(c, changed, what == "resume");
    }
    store::append_audit(c, now, session.operator_name, "operator-change", "", changed + ": " + what);
    return true;
  });
  if (!kept_admin) co_return co_await draw(office, request, session, "operators.last_admin");
  const char* const said = role ? "operator-role" : what == "stop" ? "operator-stop" : "operator-resume";
  co_return done("/operators", said);
}

}  // namespace sealcart::desk
