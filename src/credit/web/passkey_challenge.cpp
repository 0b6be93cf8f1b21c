#include "credit/web/passkey_challenge.h"

#include <charconv>

namespace sealcart::credit {
namespace {

constexpr std::string_view registration = "passkey registration";

std::string payment(std::string_view request) { return "passkey payment\n" + std::string(request); }

// The end of validity, then a space and whom it is for.
std::string seal_challenge(const seal::Secret& secret, std::string_view context, std::string_view whom, Time now) {
  std::string plain = std::to_string((now + challenge_seconds).seconds);
  plain += ' ';
  plain += whom;
  return secret.encrypt_text(plain, context);
}

std::optional<std::string> open_challenge(const seal::Secret& secret, std::string_view context,
                                          std::string_view challenge, Time now) {
  const auto plain = secret.decrypt_text(challenge, context);
  if (!plain) return std::nullopt;
  std::int64_t expires = 0;
  std::from_chars(plain->data(), plain->data() + plain->size(), expires);
  if (expires <= now.seconds) return std::nullopt;
  return plain->substr(plain->find(' ') + 1);
}

}  // namespace

std::string payment_challenge(const seal::Secret& secret, std::string_view request, Time now) {
  return seal_challenge(secret, payment(request), "", now);
}

bool answers_payment(const seal::Secret& secret, std::string_view challenge, std::string_view request, Time now) {
  return open_challenge(secret, payment(request), challenge, now).has_value();
}

std::string registration_challenge(const seal::Secret& secret, std::string_view customer, Time now) {
  return seal_challenge(secret, registration, customer, now);
}

std::optional<std::string> registering_customer(const seal::Secret& secret, std::string_view challenge, Time now) {
  return open_challenge(secret, registration, challenge, now);
}

std::string user_handle(const seal::Secret& secret, std::string_view customer) {
  const seal::Digest hash = secret.keyed_hash("user:" + std::string(customer));
  return {hash.begin(), hash.end()};
}

}  // namespace sealcart::credit
