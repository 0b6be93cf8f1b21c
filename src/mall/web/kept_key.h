// The customer's one-time key for what is sent as data, kept for the customer alone: as kept_goods.h keeps goods. Of a
// key that the browser made there is the public half only, by which the customer's page finds the secret in the
// browser.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "seal/secret.h"

namespace sealcart::mall {

struct CustomerKey {
  std::string recipient;
  std::string secret;  // empty unless it was made here
  friend bool operator==(const CustomerKey&, const CustomerKey&) = default;
};

std::string keep_key(const seal::Secret& secret, std::string_view code, const CustomerKey& key);
// nullopt with another code.
std::optional<CustomerKey> kept_key(const seal::Secret& secret, std::string_view code, std::string_view kept);

}  // namespace sealcart::mall
