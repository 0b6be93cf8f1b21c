// What the server's secret makes of card numbers, check words and sign-in subjects before they come near a table.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "credit/rules/card_number.h"
#include "seal/secret.h"
#include "sql/database.h"

namespace sealcart::credit::store {

struct Secrets {
  explicit Secrets(const seal::Secret& root)
      : card(root.derive("card")),
        word(root.derive("word")),
        sign_in(root.derive("sign-in")),
        session(root.derive("session")),
        device(root.derive("device")),
        passkey(root.derive("passkey")) {}

  seal::Digest card_hash(const CardNumber& number) const { return card.keyed_hash(number.digits()); }
  std::string sealed_card(const CardNumber& number) const { return card.encrypt(number.digits(), "card number"); }
  // Bound to the customer, so that two customers' same words do not look the same.
  seal::Digest word_hash(std::string_view customer, std::string_view normalised) const {
    return word.keyed_hash(std::string(customer) + "\n" + std::string(normalised));
  }
  // Whose wrong tries are counted together.
  seal::Digest customer_subject(std::string_view customer) const {
    return sign_in.keyed_hash("customer:" + std::string(customer));
  }
  seal::Digest unknown_card_subject(const CardNumber& number) const {
    return sign_in.keyed_hash("card:" + number.digits());
  }
  seal::Digest device_subject(std::string_view device_id) const {
    return sign_in.keyed_hash("device:" + std::string(device_id));
  }

  seal::Secret card, word, sign_in, session, device, passkey;
};

inline sql::Blob blob(const seal::Digest& digest) { return std::as_bytes(std::span(digest)); }
inline sql::Blob blob(std::string_view bytes) { return std::as_bytes(std::span(bytes.data(), bytes.size())); }

}  // namespace sealcart::credit::store
