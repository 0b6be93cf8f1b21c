// GET and POST /sign-in, POST /sign-out.
#include <string.h>

#include "core/id.h"
#include "desk/endpoints.h"
#include "desk/frame.h"
#include "desk/one_time_code.h"
#include "desk/store/audit.h"
#include "desk/store/operators.h"

namespace sealcart::desk {
namespace {

constexpr std::size_t longest_typed = 256;

http::Response draw(Desk& desk, const http::Request& request, std::string_view then, std::string_view name,
                    std::string_view fault_key, int status) {
  render::Data data;
  data.set("then", own_target(then));
  data.set("name", name);
  if (!fault_key.empty()) data.set("fault", desk.party.pages.word(fault_key, exchange::language(request)));
  switch_language_at(data, "/sign-in");
  return exchange::page(desk.party, request, "sign_in", "sign_in.title", std::move(data), status);
}

// What was typed, and what became of it.
struct Attempt {
  std::string name, password, code;
  Time now;
  std::optional<store::Operator> who;  // known, active, and the password is theirs
};

// The code is the last thing that is looked at, in the transaction that makes the session: it is used up by it.
bool code_is_right(sql::Connection& connection, const Desk& desk, const Attempt& attempt) {
  if (attempt.who->totp.empty()) return true;
  const auto secret = desk.secret.decrypt(attempt.who->totp, "totp " + attempt.who->name);
  if (!secret) return false;
  const auto step = totp_step(*secret, attempt.code, attempt.now);
  if (step) return store::use_totp_step(connection, attempt.who->name, *step);
  return store::use_recovery_code(connection, attempt.who->name,
                                  desk.secret.keyed_hash("recovery " + normal_recovery_code(attempt.code)));
}

// The cookie of a new session; nullopt when the code is not right.
Task<std::optional<std::string>> begin_session(Desk& desk, const Attempt& attempt) {
  const std::string id = random_id(desk.party.random);
  const seal::Digest id_hash = desk.secret.keyed_hash(id);
  const bool begun = co_await desk.party.database.write([&](sql::Connection& c) {
    const bool right = attempt.who && code_is_right(c, desk, attempt);
    if (right) {
      store::forget_tries(c, tries_of(desk, attempt.name));
      store::add_session(c, id_hash, attempt.name, attempt.now);
    }
    // Only names that are somebody's: others may be passwords, typed into the wrong field.
    const bool known = right || store::find_operator(c, attempt.name).has_value();
    store::append_audit(c, attempt.now, known ? attempt.name : "unknown", right ? "sign-in" : "sign-in-refused", "",
                        "");
    return right;
  });
  if (!begun) co_return std::nullopt;
  co_return id;
}

}  // namespace

std::string tries_of(const Desk& desk, std::string_view name) {
  return seal::base64url(desk.secret.keyed_hash("tries " + std::string(name)));
}

Task<http::Response> show_sign_in(Desk& desk, const http::Request& request) {
  const auto query = http::Form::parse(request.query);
  const std::string_view then = query ? query->get("then") : std::string_view();
  const auto session = co_await find_session(desk, request);
  if (session) co_return http::Response::redirect(own_target(then));
  co_return draw(desk, request, then, "", "", 200);
}

Task<http::Response> sign_in(Desk& desk, const http::Request& request) {
  const auto form = exchange::own_form(desk.party, request);
  if (!form) co_return exchange::problem_response(desk.party, request, form.error());
  Attempt attempt{.name = std::string(form->get("name").substr(0, longest_typed)),
                  .password = std::string(form->get("password").substr(0, longest_typed)),
                  .code = std::string(form->get("code").substr(0, longest_typed)),
                  .now = desk.party.clock.now()};
  auto seat = desk.passwords.reserve();
  if (!seat) co_return draw(desk, request, form->get("then"), attempt.name, "sign_in.busy", 429);
  const CountedTry counted = co_await desk.party.database.write(
      [&](sql::Connection& c) { return store::count_try(c, tries_of(desk, attempt.name), attempt.now); });
  if (!counted.allowed) co_return draw(desk, request, form->get("then"), attempt.name, "sign_in.locked", 403);
  auto found =
      co_await desk.party.database.read([&](sql::Connection& c) { return store::find_operator(c, attempt.name); });
  std::optional<std::string> hash;
  if (found && found->active) hash = found->password_hash;
  const bool right = co_await desk.passwords.verify(std::move(*seat), std::move(hash), std::move(attempt.password));
  if (right) attempt.who = std::move(found);
  const auto cookie = co_await begin_session(desk, attempt);
  if (!cookie) co_return draw(desk, request, form->get("then"), attempt.name, "sign_in.wrong", 403);
  auto response = http::Response::redirect(own_target(form->get("then")));
  http::set_cookie(response, {std::string(session_cookie), *cookie, static_cast<int>(store::longest_seconds),
                              http::SetCookie::SameSite::strict});
  co_return response;
}

Task<http::Response> sign_out(Desk& desk, const http::Request& request) {
  const auto form = exchange::own_form(desk.party, request);
  if (!form) co_return exchange::problem_response(desk.party, request, form.error());
  const auto session = co_await find_session(desk, request);
  if (session) {
    co_await desk.party.database.write(
        [&](sql::Connection& c) { store::end_session(c, session->operator_name, session->id_hash); });
  }
  auto response = http::Response::redirect("/sign-in");
  http::set_cookie(response, {std::string(session_cookie), "", 0, http::SetCookie::SameSite::strict});
  co_return response;
}

}  // namespace sealcart::desk
