// A certificate authority in a folder: a root and an intermediate, what they issued, and what they revoked.
//
//   root.crt           what partners trust                   root.key, intermediate.key   encrypted (key.h)
//   intermediate.crt   issues the leaves                     chain.crt     intermediate, then root
//   issued/SERIAL.crt  every leaf                            index.jsonl   see index.h
//   crl.pem            the root's and the intermediate's revocation lists, for checking whole chains
//
// Any number of processes may work on one folder: each change holds the folder's lock and reads the index anew.
// Faults of the disk and of OpenSSL come out as exceptions; what an operator can mend is a Problem.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ca/index.h"
#include "ca/request.h"

namespace sealcart::ca {

inline constexpr int default_leaf_days = 90;
inline constexpr int default_crl_days = 7;
inline constexpr std::size_t min_passphrase = 8;     // bytes
inline constexpr std::size_t max_passphrase = 1024;  // bytes

struct Issued {
  Record record;
  std::string chain;  // PEM: leaf, then intermediate: what a server shows
};

class Authority {
 public:
  // A new authority in a folder that is absent or empty, with its first revocation lists: all of it or nothing.
  // `name`: 1 to 48 bytes of UTF-8. Problem "authority-exists", "weak-passphrase" or "bad-name".
  static Expected<void> create(const std::filesystem::path& folder, std::string_view name, std::string_view passphrase,
                               const Clock& clock);

  // Problem "no-authority", "wrong-passphrase" or "key-damaged". `clock` must outlive the authority.
  static Expected<Authority> open(const std::filesystem::path& folder, std::string_view passphrase, const Clock& clock);

  // A leaf for the names and the key of a PKCS#10 request in PEM. Problem as read_request, or "bad-period".
  Expected<Issued> issue(std::string_view request, Kind kind, Period period);

  // A leaf that follows `serial`: same names and kind, and the same key unless `request` brings a new one for the same
  // names. The old one stays valid until it expires. Problem "not-issued", "certificate-revoked", "other-names", or as
  // issue.
  Expected<Issued> renew(std::string_view serial, std::optional<std::string_view> request, Period period);

  // Revokes and publishes new lists at once. Revoking again keeps the first time and reason. Problem "not-issued".
  Expected<Record> revoke(std::string_view serial, Reason reason);

  // New lists, in crl.pem and returned, good for `days`.
  Expected<std::string> publish_revocations(int days);

  // The serial number of a certificate of this authority. Problem "certificate-malformed" or "not-issued".
  Expected<std::string> serial_of(std::string_view certificate) const;

 private:
  Authority(std::filesystem::path folder, const Clock& clock) : folder_(std::move(folder)), clock_(&clock) {}
  Expected<void> load(std::string_view passphrase);
  Expected<Issued> issue_leaf(Record record, EVP_PKEY* key);
  Expected<std::string> publish(const Index& index, int days);

  std::filesystem::path folder_;
  const Clock* clock_;
  Certificate root_;
  Key root_key_;
  Certificate intermediate_;
  Key intermediate_key_;
};

// What the authority in `folder` has issued; needs no passphrase. Problem "no-authority" or "index-damaged".
Expected<Index> history(const std::filesystem::path& folder);

}  // namespace sealcart::ca
