// Challenges for passkeys. Nothing of them is kept: each is sealed with the server's secret and says itself until when
// it holds and for what. That it is used once follows from what it is for: a purchase is settled once, a credential is
// registered once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/world.h"
#include "seal/secret.h"

namespace sealcart::credit {

inline constexpr std::int64_t challenge_seconds = 5 * 60;

// To pay what this payment request asks for. base64url.
std::string payment_challenge(const seal::Secret& secret, std::string_view request, Time now);
bool answers_payment(const seal::Secret& secret, std::string_view challenge, std::string_view request, Time now);

// To make a passkey for a customer who has just given the right password. base64url.
std::string registration_challenge(const seal::Secret& secret, std::string_view customer, Time now);
// The customer; nullopt when the challenge is not ours or too old.
std::optional<std::string> registering_customer(const seal::Secret& secret, std::string_view challenge, Time now);

// What stands for the customer in an authenticator, at most 64 bytes that say nothing. Raw.
std::string user_handle(const seal::Secret& secret, std::string_view customer);

}  // namespace sealcart::credit
