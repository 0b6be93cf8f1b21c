#include "credit/web/sign_in.h"

#include "credit/store/sign_in.h"

namespace sealcart::credit {

Task<SignIn> check_password(Bank& bank, CardNumber number, std::optional<store::CardHeld> card, std::string password) {
  auto seat = bank.passwords.reserve();
  if (!seat) co_return SignIn{SignIn::Answer::busy};
  const seal::Digest subject =
      card ? bank.secrets.customer_subject(card->customer) : bank.secrets.unknown_card_subject(number);
  const Time now = bank.party.clock.now();
  const CountedTry counted = co_await bank.party.database.write([subject, now](sql::Connection& connection) {
    return store::count_try(connection, subject, password_tries, now);
  });
  if (!counted.allowed) co_return SignIn{SignIn::Answer::locked, minutes_locked(counted.tries, now)};
  std::optional<std::string> hash;
  if (card) hash = std::move(card->password_hash);
  const bool right = co_await bank.passwords.verify(std::move(*seat), std::move(hash), std::move(password));
  if (!right) co_return SignIn{SignIn::Answer::wrong};
  co_await bank.party.database.write(
      [subject](sql::Connection& connection) { store::forget_tries(connection, subject); });
  co_return SignIn{SignIn::Answer::right};
}

}  // namespace sealcart::credit
