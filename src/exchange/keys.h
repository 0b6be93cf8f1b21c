// The keys that a serving process holds: its signing keys with their times, the server's secret, and the public half of
// the desk's sealing key. Never the private half.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/world.h"
#include "protocol/jws.h"
#include "seal/box.h"
#include "seal/secret.h"

namespace sealcart::exchange {

// Makes FOLDER with signing.json, server.secret and sealing.json (mode 0600). Throws std::runtime_error when they
// exist.
void create_keys(const std::string& folder, const seal::SealingKey& desk, Random& random, Time now);

// Adds a signing key that takes over after `overlap_seconds`, so that partners can fetch it first; the old one stays
// published for 90 days after it signed last.
void rotate_signing_key(const std::string& folder, Random& random, Time now, std::int64_t overlap_seconds);

// A snapshot of the folder, swapped whole on reload. Safe from any thread.
class KeyRing {
 public:
  explicit KeyRing(std::string folder);
  void reload();  // keeps the old keys and throws std::runtime_error when the folder is damaged
  protocol::Signer signer(Time now) const;
  std::vector<protocol::VerifyKey> published(Time now) const;
  seal::SealingKey sealing_key() const;
  const seal::Secret& secret() const { return secret_; }
  const seal::Secret& page_secret() const { return page_secret_; }  // for page_tag

 private:
  struct Ring;
  std::string folder_;
  std::shared_ptr<const Ring> ring() const;
  mutable std::shared_ptr<const Ring> ring_;  // through std::atomic_load / atomic_store
  seal::Secret secret_;
  seal::Secret page_secret_;
};

}  // namespace sealcart::exchange
