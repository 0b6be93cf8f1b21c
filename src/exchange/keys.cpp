#include "exchange/keys.h"

#include <atomic>
#include <boost/json.hpp>
#include <cassert>
#include <filesystem>
#include <stdexcept>

#include "exchange/files.h"

namespace sealcart::exchange {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr std::int64_t published_after_use = 90 * 24 * 3600;
// A key that was never rotated signs for ten years; `keys rotate` ends it earlier.
constexpr std::int64_t longest_use = 10LL * 365 * 24 * 3600;

struct SigningEntry {
  SigningEntry(const seal::SigningKey& signing_key, Time first, Time last)
      : key(signing_key), from(first), until(last), kid(seal::thumbprint(signing_key.public_key())) {}
  seal::SigningKey key;
  Time from, until;
  std::string kid;
};

std::string signing_file(const std::string& folder) { return folder + "/signing.json"; }
std::string secret_file(const std::string& folder) { return folder + "/server.secret"; }
std::string sealing_file(const std::string& folder) { return folder + "/sealing.json"; }

void write_signing(const std::string& folder, const std::vector<SigningEntry>& entries) {
  json::array keys;
  for (const SigningEntry& entry : entries) {
    keys.push_back({{"kty", "OKP"},
                    {"crv", "Ed25519"},
                    {"kid", entry.kid},
                    {"x", seal::base64url(entry.key.public_key())},
                    {"d", seal::base64url(entry.key.seed())},
                    {"nbf", entry.from.seconds},
                    {"exp", entry.until.seconds}});
  }
  replace_file(signing_file(folder), serialize(json::object{{"keys", std::move(keys)}}) + "\n");
}

template <std::size_t N>
std::array<unsigned char, N> key_bytes(const json::value& text) {
  const auto raw = seal::from_base64url(std::string_view(text.as_string().data(), text.as_string().size()));
  if (!raw || raw->size() != N) throw std::runtime_error("a key is not of its length");
  std::array<unsigned char, N> out{};
  std::copy(raw->begin(), raw->end(), out.begin());
  return out;
}

std::vector<SigningEntry> read_signing(const std::string& folder) try {
  std::vector<SigningEntry> entries;
  const json::value file = json::parse(read_file(signing_file(folder)));
  for (const json::value& jwk : file.as_object().at("keys").as_array()) {
    const auto& members = jwk.as_object();
    entries.push_back({seal::SigningKey::from_seed(key_bytes<32>(members.at("d"))), Time{members.at("nbf").as_int64()},
                       Time{members.at("exp").as_int64()}});
  }
  if (entries.empty()) throw std::runtime_error("it holds no key");
  return entries;
} catch (const std::exception& error) {
  throw std::runtime_error(signing_file(folder) + ": " + error.what());
}

seal::SealingKey read_sealing(const std::string& folder) try {
  const json::value file = json::parse(read_file(sealing_file(folder)));
  return seal::SealingKey::of(key_bytes<32>(file.as_object().at("x")));
} catch (const std::exception& error) {
  throw std::runtime_error(sealing_file(folder) + ": " + error.what());
}

seal::Secret read_secret(const std::string& folder) {
  std::string text = read_file(secret_file(folder));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  const auto secret = seal::Secret::from_base64url(text);
  if (!secret) throw std::runtime_error(secret_file(folder) + ": this is not a secret of 32 bytes in base64url");
  return *secret;
}

}  // namespace

struct KeyRing::Ring {
  std::vector<SigningEntry> signing;
  seal::SealingKey sealing;
};

void create_keys(const std::string& folder, const seal::SealingKey& desk, Random& random, Time now) {
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  if (fs::exists(signing_file(folder))) {
    throw std::runtime_error(folder + ": there are keys already; `keys rotate` adds a new signing key");
  }
  write_signing(folder, {{seal::SigningKey::generate(random), now, now + longest_use}});
  replace_file(secret_file(folder), seal::Secret::generate(random).base64url() + "\n");
  replace_file(sealing_file(folder),
               serialize(json::object{{"kty", "OKP"}, {"crv", "X25519"}, {"x", seal::base64url(desk.key)}}) + "\n");
}

void rotate_signing_key(const std::string& folder, Random& random, Time now, std::int64_t overlap_seconds) {
  std::vector<SigningEntry> entries = read_signing(folder);
  std::erase_if(entries, [&](const SigningEntry& entry) { return entry.until + published_after_use < now; });
  const Time takes_over = now + overlap_seconds;
  for (SigningEntry& entry : entries) entry.until = std::min(entry.until, takes_over);
  entries.push_back({seal::SigningKey::generate(random), takes_over, takes_over + longest_use});
  write_signing(folder, entries);
}

KeyRing::KeyRing(std::string folder)
    : folder_(std::move(folder)), secret_(read_secret(folder_)), page_secret_(secret_.derive("page")) {
  reload();
}

void KeyRing::reload() {
  std::atomic_store(&ring_, std::shared_ptr<const Ring>(new Ring{read_signing(folder_), read_sealing(folder_)}));
}

std::shared_ptr<const KeyRing::Ring> KeyRing::ring() const { return std::atomic_load(&ring_); }

protocol::Signer KeyRing::signer(Time now) const {
  const auto ring = this->ring();
  // The newest key whose time has come.
  const SigningEntry* best = &ring->signing.front();
  for (const SigningEntry& entry : ring->signing) {
    if (entry.from <= now && entry.from >= best->from) best = &entry;
  }
  return {best->kid, best->key};
}

std::vector<protocol::VerifyKey> KeyRing::published(Time now) const {
  std::vector<protocol::VerifyKey> keys;
  for (const SigningEntry& entry : ring()->signing) {
    if (entry.until + published_after_use < now) continue;
    keys.push_back({entry.kid, entry.key.public_key(), entry.from, entry.until});
  }
  return keys;
}

seal::SealingKey KeyRing::sealing_key() const { return ring()->sealing; }

}  // namespace sealcart::exchange
