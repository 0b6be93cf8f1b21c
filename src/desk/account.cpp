// /account: one's own password, one-time codes and sessions.
#include "core/day.h"
#include "desk/endpoints.h"
#include "desk/frame.h"
#include "desk/one_time_code.h"
#include "desk/store/audit.h"
#include "desk/store/operators.h"

namespace sealcart::desk {
namespace {

constexpr std::size_t shortest_password = 12;
constexpr std::string_view codes_context = "totp offer";

struct Known {
  store::Operator who;
  std::vector<Session> sessions;
  std::int64_t recovery_codes = 0;
};

Task<Known> load(Office& office, const Session& session) {
  const Time now = office.party.clock.now();
  co_return co_await office.party.database.read([&](sql::Connection& c) {
    return Known{store::find_operator(c, session.operator_name).value(),
                 store::list_sessions(c, session.operator_name, now),
                 store::recovery_codes_left(c, session.operator_name)};
  });
}

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session,
                          std::string_view said_key, int status) {
  const Known known = co_await load(office, session);
  render::Data data, sessions{render::Data::type::list};
  for (const Session& each : known.sessions) {
    render::Data one;
    one.set("id", seal::base64url(each.id_hash));
    one.set("created", time_text(each.created));
    one.set("last_seen", time_text(each.last_seen));
    one.set("this", each.id_hash == session.id_hash);
    sessions.push_back(std::move(one));
  }
  data.set("sessions", std::move(sessions));
  data.set("codes", !known.who.totp.empty());
  data.set("recovery_left", std::to_string(known.recovery_codes));
  if (!said_key.empty()) {
    data.set(status < 400 ? render::Name("said") : render::Name("fault"),
             office.party.pages.word(said_key, exchange::language(request)));
  }
  switch_language_at(data, "/account");
  co_return page(office.desk, request, session, "account", "account.title", std::move(data), status);
}

// Whether `password` is the operator's own: asked for again before what guards the account changes.
Task<bool> own_password(Office& office, const Session& session, std::string password) {
  auto seat = office.desk.passwords.reserve();
  if (!seat) co_return false;
  const Time now = office.party.clock.now();
  const CountedTry counted = co_await office.party.database.write(
      [&](sql::Connection& c) { return store::count_try(c, tries_of(office.desk, session.operator_name), now); });
  if (!counted.allowed) co_return false;
  const auto who = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::find_operator(c, session.operator_name); });
  const bool right = co_await office.desk.passwords.verify(std::move(*seat), who->password_hash, std::move(password));
  if (right) {
    co_await office.party.database.write(
        [&](sql::Connection& c) { store::forget_tries(c, tries_of(office.desk, session.operator_name)); });
  }
  co_return right;
}

}  // namespace

Task<http::Response> show_account(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, "", 200);
}

Task<http::Response> change_password(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return problem_page(office.desk, request, session, form.error());
  const std::string password(form->get("password"));
  if (password.size() < shortest_password || password.size() > 256) {
    co_return co_await draw(office, request, session, "account.password_short", 422);
  }
  if (password != form->get("again")) {
    co_return co_await draw(office, request, session, "account.password_differs", 422);
  }
  const bool own = co_await own_password(office, session, std::string(form->get("old")));
  if (!own) co_return co_await draw(office, request, session, "account.password_wrong", 403);
  auto seat = office.desk.passwords.reserve();
  if (!seat) co_return co_await draw(office, request, session, "sign_in.busy", 429);
  const std::string hash = co_await office.desk.passwords.hash(std::move(*seat), password);
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) {
    store::set_password(c, session.operator_name, hash);
    store::end_sessions(c, session.operator_name, session.id_hash);
    store::append_audit(c, now, session.operator_name, "password-change", "", "");
  });
  co_return co_await draw(office, request, session, "account.password_changed", 200);
}

Task<http::Response> offer_codes(Office& office, const http::Request& request, const Session& session) {
  const std::string secret = new_totp_secret(office.party.random);
  render::Data data;
  data.set("secret", base32(secret));
  data.set("address", totp_address(secret, office.party.config.name, session.operator_name));
  // Nothing is written before a code proves that the authenticator has it.
  data.set("sealed", office.desk.secret.encrypt_text(secret, std::string(codes_context) + session.operator_name));
  switch_language_at(data, "/account");
  co_return page(office.desk, request, session, "codes", "codes.title", std::move(data));
}

Task<http::Response> start_codes(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return problem_page(office.desk, request, session, form.error());
  const auto secret =
      office.desk.secret.decrypt_text(form->get("sealed"), std::string(codes_context) + session.operator_name);
  const Time now = office.party.clock.now();
  const auto step = secret ? totp_step(*secret, form->get("code"), now) : std::nullopt;
  if (!step) co_return co_await draw(office, request, session, "codes.wrong", 422);
  const auto codes = new_recovery_codes(office.party.random);
  std::vector<seal::Digest> hashes;
  for (const std::string& code : codes) {
    hashes.push_back(office.desk.secret.keyed_hash("recovery " + normal_recovery_code(code)));
  }
  const std::string sealed = office.desk.secret.encrypt(*secret, "totp " + session.operator_name);
  co_await office.party.database.write([&](sql::Connection& c) {
    store::set_totp(c, session.operator_name, sealed, hashes);
    store::use_totp_step(c, session.operator_name, *step);
    store::append_audit(c, now, session.operator_name, "codes-start", "", "");
  });
  render::Data data, list{render::Data::type::list};
  for (const std::string& code : codes) list.push_back(code);
  data.set("recovery", std::move(list));
  switch_language_at(data, "/account");
  co_return page(office.desk, request, session, "recovery", "recovery.title", std::move(data));
}

Task<http::Response> stop_codes(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return problem_page(office.desk, request, session, form.error());
  const bool own = co_await own_password(office, session, std::string(form->get("password")));
  if (!own) co_return co_await draw(office, request, session, "account.password_wrong", 403);
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) {
    store::set_totp(c, session.operator_name, "", {});
    store::append_audit(c, now, session.operator_name, "codes-stop", "", "");
  });
  co_return co_await draw(office, request, session, "codes.stopped", 200);
}

Task<http::Response> end_session(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return problem_page(office.desk, request, session, form.error());
  const auto bytes = seal::from_base64url(form->get("id"));
  seal::Digest id{};
  if (!bytes || bytes->size() != id.size()) {
    co_return problem_page(office.desk, request, session, {400, "form-malformed", "There is no such session."});
  }
  std::copy(bytes->begin(), bytes->end(), id.begin());
  co_await office.party.database.write([&](sql::Connection& c) { store::end_session(c, session.operator_name, id); });
  co_return done("/account", "session-end");
}

}  // namespace sealcart::desk
