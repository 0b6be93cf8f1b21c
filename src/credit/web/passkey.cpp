// Passkeys: the sign-in with one, and POST /passkey, which registers one after a sign-in by password.
#include "credit/web/passkey.h"

#include "credit/store/passkeys.h"
#include "credit/store/sign_in.h"
#include "credit/web/endpoints.h"
#include "credit/web/passkey_challenge.h"

namespace sealcart::credit {
namespace {

std::string bytes_of(const http::Form& form, std::string_view field) {
  return seal::from_base64url(form.get(field)).value_or(std::string());
}

// Everything about the use that is not a matter of tables.
std::optional<std::uint32_t> verify(const Bank& bank, const std::string& request, const PasskeyUsed& used,
                                    const store::PasskeyHeld& held) {
  const RelyingParty party = relying_party(bank);
  const seal::Secret& secret = bank.secrets.passkey;
  const auto challenge = answered_challenge(party, Ceremony::get, used.client_data);
  if (!challenge || !answers_payment(secret, *challenge, request, bank.party.clock.now())) return std::nullopt;
  if (used.user_handle != user_handle(secret, held.customer)) return std::nullopt;
  return verify_passkey(party, used, held.public_key);
}

// False when the authenticator's counter has not moved on.
bool keep_use(sql::Connection& connection, const std::string& credential_id, std::uint32_t sign_count,
              const seal::Digest& subject) {
  if (!store::use_passkey(connection, credential_id, sign_count)) return false;
  store::forget_tries(connection, subject);
  return true;
}

}  // namespace

RelyingParty relying_party(const Bank& bank) { return {bank.party.config.origin, bank.party.config.host()}; }

PasskeyUsed read_passkey_used(const http::Form& form) {
  return {bytes_of(form, "passkey_id"), bytes_of(form, "passkey_authenticator"), bytes_of(form, "passkey_client"),
          bytes_of(form, "passkey_signature"), bytes_of(form, "passkey_user")};
}

Task<PasskeySignIn> check_passkey(Bank& bank, const std::string& request, PasskeyUsed used) {
  PasskeySignIn result{{SignIn::Answer::wrong}};
  const auto held = co_await bank.party.database.read(
      [&used](sql::Connection& connection) { return store::find_passkey(connection, used.credential_id); });
  if (!held) co_return result;
  const seal::Digest subject = bank.secrets.customer_subject(held->customer);
  const Time now = bank.party.clock.now();
  const CountedTry counted = co_await bank.party.database.write([subject, now](sql::Connection& connection) {
    return store::count_try(connection, subject, password_tries, now);
  });
  if (!counted.allowed) {
    result.sign_in = {SignIn::Answer::locked, minutes_locked(counted.tries, now)};
    co_return result;
  }
  const auto sign_count = verify(bank, request, used, *held);
  if (!sign_count) co_return result;
  const bool kept = co_await bank.party.database.write([&used, &sign_count, subject](sql::Connection& connection) {
    return keep_use(connection, used.credential_id, *sign_count, subject);
  });
  if (!kept) co_return result;
  result.sign_in.answer = SignIn::Answer::right;
  result.customer = held->customer;
  result.locked_by_operator = held->customer_locked;
  co_return result;
}

Task<http::Response> make_passkey(Bank& bank, const http::Request& request) {
  const auto form = exchange::own_form(bank.party, request);
  if (!form) co_return exchange::problem_response(bank.party, request, form.error());
  const PasskeyMade made{bytes_of(*form, "authenticator"), bytes_of(*form, "client")};
  const RelyingParty party = relying_party(bank);
  const Time now = bank.party.clock.now();
  const auto challenge = answered_challenge(party, Ceremony::create, made.client_data);
  std::optional<std::string> customer;
  if (challenge) customer = registering_customer(bank.secrets.passkey, *challenge, now);
  const auto key = read_new_passkey(party, made);
  bool added = false;
  if (customer && key) {
    const store::NewPasskey passkey{key->credential_id, *customer, key->public_key, key->sign_count};
    added = co_await bank.party.database.write(
        [&passkey, now](sql::Connection& connection) { return store::add_passkey(connection, passkey, now); });
  }
  if (!added) {
    const Problem refused{403, "passkey-refused", "This passkey cannot be registered: sign in again and make another."};
    co_return exchange::problem_response(bank.party, request, refused);
  }
  http::Response response;
  response.status = 201;
  response.content_type = "application/json";
  response.body = "{}";
  co_return response;
}

}  // namespace sealcart::credit
