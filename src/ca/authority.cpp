#include "ca/authority.h"

#include <openssl/err.h>
#include <sys/stat.h>

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "ca/files.h"
#include "ca/key.h"
#include "core/rfc3339.h"

namespace sealcart::ca {
namespace {

namespace fs = std::filesystem;
constexpr int root_days = 3653;
constexpr int intermediate_days = 1826;
constexpr std::size_t max_name = 48;

fs::path index_of(const fs::path& folder) { return folder / "index.jsonl"; }
fs::path lock_of(const fs::path& folder) { return folder / "lock"; }
fs::path leaf_of(const fs::path& folder, std::string_view serial) {
  return folder / "issued" / (std::string(serial) + ".crt");
}

Expected<void> check_new(std::string_view name, std::string_view passphrase) {
  if (name.empty() || name.size() > max_name) {
    return problem(400, "bad-name", "The authority's name must have 1 to 48 bytes.");
  }
  if (passphrase.size() < min_passphrase || passphrase.size() > max_passphrase) {
    return problem(400, "weak-passphrase", "The passphrase must have 8 to 1024 bytes; a few random words are good.");
  }
  return {};
}

tl::unexpected<Problem> authority_exists(const fs::path& folder) {
  return problem(409, "authority-exists",
                 folder.string() + " is not empty; name a new folder, or issue from the authority that is there.");
}

tl::unexpected<Problem> not_issued(std::string_view what) {
  return problem(404, "not-issued", std::string(what) + " was not issued by this authority; see `sealcart ca list`.");
}

// A folder beside `folder`, removed unless moved into its place.
class DraftFolder {
 public:
  explicit DraftFolder(const fs::path& folder) : name_(folder.string() + ".XXXXXX") {
    if (::mkdtemp(name_.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name_);
  }
  ~DraftFolder() {
    std::error_code ignored;  // nothing is left to remove after a move; otherwise only litter stays
    fs::remove_all(name_, ignored);
  }
  DraftFolder(const DraftFolder&) = delete;
  DraftFolder& operator=(const DraftFolder&) = delete;
  fs::path path() const { return name_; }

  // False when there is something at `folder` already.
  bool move_to(const fs::path& folder) const {
    if (::chmod(name_.c_str(), 0755) != 0) throw std::system_error(errno, std::generic_category(), name_);
    sync_folder(name_);
    if (::rename(name_.c_str(), folder.c_str()) == 0) {
      sync_folder(folder.parent_path());
      return true;
    }
    if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR) return false;
    throw std::system_error(errno, std::generic_category(), folder.string());
  }

 private:
  std::string name_;
};

void write_authority(const fs::path& folder, std::string_view name, std::string_view passphrase, Time now) {
  const Key root_key = new_key();
  const Certificate root = make_root(name, root_key, period_from(now, root_days));
  const Key intermediate_key = new_key();
  const Certificate intermediate =
      make_intermediate(name, intermediate_key, period_from(now, intermediate_days), root.get(), root_key);
  fs::create_directory(folder / "issued");
  replace_file(folder / "root.key", encrypted_pem(root_key, passphrase), secret_mode);
  replace_file(folder / "intermediate.key", encrypted_pem(intermediate_key, passphrase), secret_mode);
  replace_file(folder / "root.crt", pem(root.get()), public_mode);
  replace_file(folder / "intermediate.crt", pem(intermediate.get()), public_mode);
  replace_file(folder / "chain.crt", pem(intermediate.get()) + pem(root.get()), public_mode);
  append_lines(index_of(folder), "");
}

}  // namespace

Expected<void> Authority::create(const fs::path& given, std::string_view name, std::string_view passphrase,
                                 const Clock& clock) {
  if (auto ok = check_new(name, passphrase); !ok) return ok;
  fs::path folder = fs::absolute(given).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();  // "ca/"
  if (fs::exists(folder) && !(fs::is_directory(folder) && fs::is_empty(folder))) return authority_exists(folder);
  fs::create_directories(folder.parent_path());
  const DraftFolder draft(folder);
  write_authority(draft.path(), name, passphrase, clock.now());
  auto authority = open(draft.path(), passphrase, clock);
  if (!authority) return tl::unexpected(authority.error());
  if (auto published = authority->publish_revocations(default_crl_days); !published) {
    return tl::unexpected(published.error());
  }
  if (!draft.move_to(folder)) return authority_exists(folder);
  return {};
}

Expected<Authority> Authority::open(const fs::path& folder, std::string_view passphrase, const Clock& clock) {
  Authority authority(folder, clock);
  if (auto loaded = authority.load(passphrase); !loaded) return tl::unexpected(loaded.error());
  return authority;
}

Expected<void> Authority::load(std::string_view passphrase) {
  const auto load_pair = [&](const char* name, Certificate& certificate, Key& key) -> Expected<void> {
    const auto certificate_text = read_file(folder_ / (std::string(name) + ".crt"));
    const auto key_text = read_file(folder_ / (std::string(name) + ".key"));
    if (!certificate_text || !key_text) {
      return problem(404, "no-authority",
                     (certificate_text ? key_text : certificate_text).error().detail +
                         " Make an authority with `sealcart ca init`.");
    }
    auto read = read_certificate(*certificate_text);
    if (!read) return tl::unexpected(read.error());
    auto decrypted = decrypt_key(*key_text, passphrase);
    if (!decrypted) return tl::unexpected(decrypted.error());
    certificate = std::move(*read);
    key = std::move(*decrypted);
    if (X509_check_private_key(certificate.get(), key.get()) != 1) {
      return problem(500, "key-damaged",
                     "The authority's key and certificate are no pair; restore both from a backup.");
    }
    return {};
  };
  if (auto ok = load_pair("intermediate", intermediate_, intermediate_key_); !ok) return ok;
  return load_pair("root", root_, root_key_);
}

Expected<Issued> Authority::issue(std::string_view text, Kind kind, Period period) {
  auto request = read_request(text);
  if (!request) return tl::unexpected(request.error());
  const FileLock lock(lock_of(folder_));
  return issue_leaf({.names = std::move(request->names), .kind = kind, .period = period}, request->key.get());
}

Expected<Issued> Authority::renew(std::string_view serial, std::optional<std::string_view> text, Period period) {
  const FileLock lock(lock_of(folder_));
  auto index = read_index(index_of(folder_));
  if (!index) return tl::unexpected(index.error());
  const Record* old = index->find(serial);
  if (old == nullptr) return not_issued(serial);
  if (old->revocation) {
    return problem(409, "certificate-revoked", "A revoked certificate is not renewed; issue a new one for a new key.");
  }
  const auto old_text = read_file(leaf_of(folder_, serial));
  if (!old_text) return tl::unexpected(old_text.error());
  const auto old_leaf = read_certificate(*old_text);
  if (!old_leaf) return tl::unexpected(old_leaf.error());

  Record record{.names = old->names, .kind = old->kind, .period = period, .renews = old->serial};
  if (!text) return issue_leaf(std::move(record), X509_get0_pubkey(old_leaf->get()));
  const auto request = read_request(*text);
  if (!request) return tl::unexpected(request.error());
  if (request->names != old->names) {
    return problem(400, "other-names", "The request is for other names; use `sealcart ca issue` for it.");
  }
  return issue_leaf(std::move(record), request->key.get());
}

// The line in the index comes before the certificate: none is ever out that the list does not show.
Expected<Issued> Authority::issue_leaf(Record record, EVP_PKEY* key) {
  if (record.period.not_before >= record.period.not_after) {
    return problem(400, "bad-period", "The certificate would end before it begins.");
  }
  const Time last = period_of(intermediate_.get()).not_after;
  if (record.period.not_after > last) {
    return problem(400, "bad-period",
                   "The certificate would outlive the authority, which ends at " + rfc3339(last) +
                       "; ask for fewer days, or make a new authority.");
  }
  const Certificate leaf =
      make_leaf({record.names, record.kind, record.period}, key, intermediate_.get(), intermediate_key_);
  record.serial = serial_text(leaf.get());
  append_issue(index_of(folder_), record, clock_->now());
  const std::string text = pem(leaf.get());
  replace_file(leaf_of(folder_, record.serial), text, public_mode);
  return Issued{std::move(record), text + pem(intermediate_.get())};
}

Expected<Record> Authority::revoke(std::string_view serial, Reason reason) {
  const FileLock lock(lock_of(folder_));
  auto index = read_index(index_of(folder_));
  if (!index) return tl::unexpected(index.error());
  Record* record = index->find(serial);
  if (record == nullptr) return not_issued(serial);
  if (!record->revocation) {
    record->revocation = Revocation{clock_->now(), reason};
    append_revocation(index_of(folder_), record->serial, *record->revocation);
  }
  // Also when it was revoked before: a crash may have come between the index and the lists.
  if (auto published = publish(*index, index->publication.days); !published) return tl::unexpected(published.error());
  return *record;
}

Expected<std::string> Authority::publish_revocations(int days) {
  const FileLock lock(lock_of(folder_));
  const auto index = read_index(index_of(folder_));
  if (!index) return tl::unexpected(index.error());
  return publish(*index, days);
}

Expected<std::string> Authority::publish(const Index& index, int days) {
  assert(days > 0);
  const Publication publication{.number = index.publication.number + 1, .time = clock_->now(), .days = days};
  const Period period = period_from(publication.time, days);
  std::vector<RevokedSerial> revoked;
  for (const Record& record : index.records) {
    if (record.revocation) revoked.push_back({record.serial, record.revocation->time, record.revocation->reason});
  }
  append_publication(index_of(folder_), publication);
  std::string lists = make_revocation_list({}, publication.number, period, root_.get(), root_key_) +
                      make_revocation_list(revoked, publication.number, period, intermediate_.get(), intermediate_key_);
  replace_file(folder_ / "crl.pem", lists, public_mode);
  return lists;
}

Expected<std::string> Authority::serial_of(std::string_view text) const {
  const auto certificate = read_certificate(text);
  if (!certificate) return tl::unexpected(certificate.error());
  const bool ours = X509_verify(certificate->get(), intermediate_key_.get()) == 1;
  ERR_clear_error();
  if (!ours) return not_issued("This certificate");
  return serial_text(certificate->get());
}

Expected<Index> history(const fs::path& folder) {
  if (!fs::exists(index_of(folder))) {
    return problem(404, "no-authority",
                   "There is no authority in " + folder.string() + "; make one with `sealcart ca init`.");
  }
  return read_index(index_of(folder));
}

}  // namespace sealcart::ca
