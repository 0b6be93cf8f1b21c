// Opening of sealed texts: for the desks alone. Nothing that listens on the internet links this.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/problem.h"
#include "seal/box.h"

namespace sealcart::seal {

// The private half of a sealing key, in guarded memory (sodium_malloc, read-only), wiped at the end.
class DeskKey {
 public:
  static DeskKey generate();
  // `file_text`: what encrypted() wrote. Problem "desk-key" when the passphrase is wrong or the text damaged.
  static Expected<DeskKey> decrypt(std::string_view file_text, std::string_view passphrase);
  DeskKey(DeskKey&&) noexcept;
  DeskKey& operator=(DeskKey&&) noexcept;
  ~DeskKey();
  SealingKey sealing_key() const;
  // JSON: Argon2id parameters and salt, XSalsa20-Poly1305 box of the key. See docs/protocol.md.
  std::string encrypted(std::string_view passphrase) const;
  // The contents sealed for exactly this subject and number; otherwise Problem "seal-damaged", "seal-other-key" or
  // "seal-other-number".
  Expected<std::string> open(Subject subject, std::string_view number, std::string_view sealed) const;

 private:
  DeskKey() = default;
  struct Guarded;
  std::unique_ptr<Guarded> secret_;
  SealingKey public_;
};

}  // namespace sealcart::seal
