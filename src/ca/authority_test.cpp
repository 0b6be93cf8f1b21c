#include "ca/authority.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <set>
#include <thread>

#include "ca/files.h"
#include "ca/key.h"

namespace sealcart::ca {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view passphrase = "correct horse battery";

class TestClock final : public Clock {
 public:
  Time now() const override { return time; }
  Time time{1'900'000'000};
};

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sealcart-ca-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

using Store = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;
using Context = std::unique_ptr<X509_STORE_CTX, Free<X509_STORE_CTX_free>>;

// What a TLS 1.3 partner decides: X509_V_OK or the error's number.
struct Partner {
  std::string root;
  std::string lists;
  std::string host = "mall.example";
  int purpose = X509_PURPOSE_SSL_SERVER;
  Time time;

  int judge(std::string_view chain) const {
    const Bio bio = reader(chain);
    const Certificate leaf(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    const Certificate intermediate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    STACK_OF(X509)* untrusted = sk_X509_new_null();
    sk_X509_push(untrusted, intermediate.get());
    const Store store = trusted();
    const Context context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), untrusted);
    X509_STORE_CTX_set_purpose(context.get(), purpose);
    X509_VERIFY_PARAM* wanted = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), 0);
    X509_VERIFY_PARAM_set_time(wanted, time.seconds);
    X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL | X509_V_FLAG_X509_STRICT);
    X509_verify_cert(context.get());
    sk_X509_free(untrusted);
    return X509_STORE_CTX_get_error(context.get());
  }

  Store trusted() const {
    Store store(X509_STORE_new());
    X509_STORE_add_cert(store.get(), read_certificate(root)->get());
    const Bio bio = reader(lists);
    while (RevocationList list{PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr)}) {
      X509_STORE_add_crl(store.get(), list.get());
    }
    return store;
  }
};

// One authority for all tests: scrypt is slow on purpose. No test relies on what another left.
class AuthorityTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = new Folder;
    clock = new TestClock;
    ASSERT_TRUE(Authority::create(dir(), "Test", passphrase, *clock));
    authority = new Authority(*Authority::open(dir(), passphrase, *clock));
  }
  static void TearDownTestSuite() {
    delete authority;
    delete clock;
    delete folder;
  }
  static fs::path dir() { return folder->path() / "authority"; }
  static Period days(int count) { return period_from(clock->now(), count); }
  static Partner partner() {
    return {.root = *read_file(dir() / "root.crt"), .lists = *read_file(dir() / "crl.pem"), .time = clock->now()};
  }
  static Issued issue(Kind kind = Kind::party) {
    return authority->issue(make_request({"mall.example"})->pem, kind, days(90)).value();
  }
  static Key key_of(const Issued& issued) { return Key(X509_get_pubkey(read_certificate(issued.chain)->get())); }

  static inline Folder* folder;
  static inline TestClock* clock;
  static inline Authority* authority;
};

TEST_F(AuthorityTest, IssuedChainIsGoodForItsKind) {
  Partner server = partner();
  Partner client = partner();
  client.purpose = X509_PURPOSE_SSL_CLIENT;
  const Issued party = issue();
  EXPECT_EQ(server.judge(party.chain), X509_V_OK);
  EXPECT_EQ(client.judge(party.chain), X509_V_OK);
  const Issued only_server = issue(Kind::server);
  EXPECT_EQ(server.judge(only_server.chain), X509_V_OK);
  EXPECT_EQ(client.judge(only_server.chain), X509_V_ERR_INVALID_PURPOSE);
  const Issued only_client = issue(Kind::client);
  EXPECT_EQ(server.judge(only_client.chain), X509_V_ERR_INVALID_PURPOSE);
  EXPECT_EQ(client.judge(only_client.chain), X509_V_OK);
}

TEST_F(AuthorityTest, AnotherNameOrTimeOrAuthorityIsRefused) {
  const Issued issued = issue();
  Partner other_name = partner();
  other_name.host = "credit.example";
  EXPECT_EQ(other_name.judge(issued.chain), X509_V_ERR_HOSTNAME_MISMATCH);

  const Time now = clock->now();
  const Issued brief =
      authority->issue(make_request({"mall.example"})->pem, Kind::party, {now - 7200, now - 3600}).value();
  EXPECT_EQ(partner().judge(brief.chain), X509_V_ERR_CERT_HAS_EXPIRED);
  const Issued early =
      authority->issue(make_request({"mall.example"})->pem, Kind::party, {now + 3600, now + 7200}).value();
  EXPECT_EQ(partner().judge(early.chain), X509_V_ERR_CERT_NOT_YET_VALID);

  const Folder elsewhere;
  ASSERT_TRUE(Authority::create(elsewhere.path() / "a", "Test", passphrase, *clock));
  Partner of_another = partner();
  of_another.root = *read_file(elsewhere.path() / "a" / "root.crt");
  EXPECT_NE(of_another.judge(issued.chain), X509_V_OK);
  EXPECT_EQ(authority->serial_of(*read_file(elsewhere.path() / "a" / "intermediate.crt")).error().code, "not-issued");
}

TEST_F(AuthorityTest, ALeafIssuesNothing) {
  const auto request = make_request({"mall.example"});
  const Issued issued = authority->issue(request->pem, Kind::party, days(90)).value();
  const Certificate leaf = std::move(*read_certificate(issued.chain));
  const Key key(PEM_read_bio_PrivateKey(reader(request->key_pem).get(), nullptr, nullptr, nullptr));
  const std::vector<std::string> names{"credit.example"};
  const Key other = new_key();
  const Certificate forged = make_leaf({names, Kind::party, days(30)}, other.get(), leaf.get(), key);
  Partner wanted = partner();
  wanted.host = "credit.example";
  EXPECT_NE(wanted.judge(pem(forged.get()) + pem(leaf.get())), X509_V_OK);
}

TEST_F(AuthorityTest, RevokedLeafIsRefusedAndOthersPass) {
  const Issued bad = issue();
  const Issued good = issue();
  EXPECT_EQ(partner().judge(bad.chain), X509_V_OK);
  const auto record = authority->revoke(bad.record.serial, Reason::key_compromise);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->revocation, (Revocation{clock->now(), Reason::key_compromise}));
  EXPECT_EQ(partner().judge(bad.chain), X509_V_ERR_CERT_REVOKED);
  EXPECT_EQ(partner().judge(good.chain), X509_V_OK);
}

TEST_F(AuthorityTest, RevokingAgainKeepsTheFirstReason) {
  const Issued issued = issue();
  ASSERT_TRUE(authority->revoke(issued.record.serial, Reason::superseded));
  const auto again = authority->revoke(issued.record.serial, Reason::key_compromise);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->revocation->reason, Reason::superseded);
  EXPECT_EQ(authority->revoke(std::string(32, '0'), Reason::superseded).error().code, "not-issued");
}

TEST_F(AuthorityTest, ListsExpireAndKeepTheirDaysOnRevocation) {
  const Issued issued = issue();
  ASSERT_TRUE(authority->publish_revocations(30));
  const std::int64_t number = history(dir())->publication.number;
  ASSERT_TRUE(authority->revoke(issue().record.serial, Reason::unspecified));
  EXPECT_EQ(history(dir())->publication.number, number + 1);
  Partner later = partner();
  later.time = clock->now() + 29 * 86400;
  EXPECT_EQ(later.judge(issued.chain), X509_V_OK);
  later.time = clock->now() + 31 * 86400;
  EXPECT_EQ(later.judge(issued.chain), X509_V_ERR_CRL_HAS_EXPIRED);
}

TEST_F(AuthorityTest, RenewalKeepsNamesAndKey) {
  const Issued old = issue(Kind::server);
  const auto renewed = authority->renew(old.record.serial, std::nullopt, days(120));
  ASSERT_TRUE(renewed);
  EXPECT_NE(renewed->record.serial, old.record.serial);
  EXPECT_EQ(renewed->record.names, old.record.names);
  EXPECT_EQ(renewed->record.kind, Kind::server);
  EXPECT_EQ(renewed->record.renews, old.record.serial);
  EXPECT_EQ(EVP_PKEY_eq(key_of(*renewed).get(), key_of(old).get()), 1);
  EXPECT_EQ(partner().judge(renewed->chain), X509_V_OK);
  EXPECT_EQ(partner().judge(old.chain), X509_V_OK);  // until it expires, so that servers may change over
}

TEST_F(AuthorityTest, RenewalWithANewKeyIsForTheSameNames) {
  const Issued old = issue();
  const auto request = make_request({"mall.example"});
  const auto renewed = authority->renew(old.record.serial, request->pem, days(90));
  ASSERT_TRUE(renewed);
  EXPECT_EQ(EVP_PKEY_eq(key_of(*renewed).get(), read_request(request->pem)->key.get()), 1);
  EXPECT_EQ(authority->renew(old.record.serial, make_request({"credit.example"})->pem, days(90)).error().code,
            "other-names");
}

TEST_F(AuthorityTest, RevokedIsNotRenewed) {
  const Issued old = issue();
  ASSERT_TRUE(authority->revoke(old.record.serial, Reason::key_compromise));
  EXPECT_EQ(authority->renew(old.record.serial, std::nullopt, days(90)).error().code, "certificate-revoked");
  EXPECT_EQ(authority->renew(std::string(32, '0'), std::nullopt, days(90)).error().code, "not-issued");
}

TEST_F(AuthorityTest, NothingOutlivesTheAuthorityOrEndsBeforeItBegins) {
  const auto request = make_request({"mall.example"});
  EXPECT_EQ(authority->issue(request->pem, Kind::party, days(1827)).error().code, "bad-period");
  EXPECT_EQ(authority->issue(request->pem, Kind::party, {clock->now(), clock->now()}).error().code, "bad-period");
}

TEST_F(AuthorityTest, HistoryTellsStates) {
  const Issued issued = issue();
  const Issued revoked = issue();
  ASSERT_TRUE(authority->revoke(revoked.record.serial, Reason::superseded));
  auto index = history(dir());
  ASSERT_TRUE(index);
  const Record* record = index->find(issued.record.serial);
  ASSERT_NE(record, nullptr);
  EXPECT_EQ(record->names, issued.record.names);
  EXPECT_EQ(record->period, issued.record.period);
  EXPECT_EQ(state(*record, clock->now()), State::valid);
  EXPECT_EQ(state(*record, clock->now() - 3600), State::not_yet_valid);
  EXPECT_EQ(state(*record, clock->now() + 91 * 86400), State::expired);
  EXPECT_EQ(state(*index->find(revoked.record.serial), clock->now() + 91 * 86400), State::revoked);
}

TEST_F(AuthorityTest, ConcurrentIssuesAllReachTheIndex) {
  constexpr int threads = 4;
  constexpr int each = 8;
  const std::size_t before = history(dir())->records.size();
  const std::string request = make_request({"mall.example"})->pem;
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&] {
      for (int n = 0; n < each; ++n) EXPECT_TRUE(authority->issue(request, Kind::party, days(90)));
    });
  }
  for (std::thread& thread : running) thread.join();
  const auto index = history(dir());
  ASSERT_TRUE(index);
  EXPECT_EQ(index->records.size(), before + threads * each);
  std::set<std::string> serials;
  for (const Record& record : index->records) {
    EXPECT_TRUE(serials.insert(record.serial).second);
    EXPECT_TRUE(fs::exists(dir() / "issued" / (record.serial + ".crt")));
  }
}

TEST_F(AuthorityTest, HalfALastLineNeverHappened) {
  const Folder elsewhere;
  const fs::path copy = elsewhere.path() / "copy";
  fs::copy(dir(), copy, fs::copy_options::recursive);
  auto opened = Authority::open(copy, passphrase, *clock);
  ASSERT_TRUE(opened);
  const auto request = make_request({"mall.example"});
  const std::string first = opened->issue(request->pem, Kind::party, days(90))->record.serial;
  const std::string cut = opened->issue(request->pem, Kind::party, days(90))->record.serial;
  fs::resize_file(copy / "index.jsonl", fs::file_size(copy / "index.jsonl") - 10);

  auto index = history(copy);
  ASSERT_TRUE(index);
  EXPECT_NE(index->find(first), nullptr);
  EXPECT_EQ(index->find(cut), nullptr);
  const std::string next = opened->issue(request->pem, Kind::party, days(90))->record.serial;
  index = history(copy);
  ASSERT_TRUE(index);
  EXPECT_NE(index->find(first), nullptr);
  EXPECT_NE(index->find(next), nullptr);
}

TEST_F(AuthorityTest, ADamagedLineStopsAllWork) {
  const Folder elsewhere;
  const fs::path copy = elsewhere.path() / "copy";
  fs::copy(dir(), copy, fs::copy_options::recursive);
  append_lines(copy / "index.jsonl", "{\"event\":\"issue\"}\n");
  EXPECT_EQ(history(copy).error().code, "index-damaged");
  auto opened = Authority::open(copy, passphrase, *clock);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->publish_revocations(7).error().code, "index-damaged");
}

TEST_F(AuthorityTest, WrongPassphraseOpensNothing) {
  EXPECT_EQ(Authority::open(dir(), "correct horse batterz", *clock).error().code, "wrong-passphrase");
  EXPECT_EQ(Authority::open(dir(), "", *clock).error().code, "wrong-passphrase");
  EXPECT_EQ(Authority::open(folder->path() / "none", passphrase, *clock).error().code, "no-authority");
  EXPECT_EQ(history(folder->path() / "none").error().code, "no-authority");
}

TEST_F(AuthorityTest, KeysRestEncryptedAndPrivate) {
  for (const char* name : {"root.key", "intermediate.key"}) {
    const std::string text = *read_file(dir() / name);
    EXPECT_TRUE(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n")) << text;
    struct stat status {};
    ASSERT_EQ(::stat((dir() / name).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);

    const Key key = std::move(*decrypt_key(text, passphrase));
    BIGNUM* secret = nullptr;
    ASSERT_EQ(EVP_PKEY_get_bn_param(key.get(), "priv", &secret), 1);
    std::string bytes(32, '\0');
    ASSERT_EQ(BN_bn2binpad(secret, reinterpret_cast<unsigned char*>(bytes.data()), 32), 32);
    BN_clear_free(secret);
    char* der_name = nullptr;
    char* header = nullptr;
    unsigned char* der = nullptr;
    long size = 0;
    ASSERT_EQ(PEM_read_bio(reader(text).get(), &der_name, &header, &der, &size), 1);
    const std::string stored(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der_name);
    OPENSSL_free(header);
    OPENSSL_free(der);
    EXPECT_EQ(stored.find(bytes), std::string::npos);
  }
}

TEST_F(AuthorityTest, IsMadeOnlyInAnEmptyFolderAndWhole) {
  const std::string before = *read_file(dir() / "root.crt");
  EXPECT_EQ(Authority::create(dir(), "Test", passphrase, *clock).error().code, "authority-exists");
  EXPECT_EQ(*read_file(dir() / "root.crt"), before);
  const Folder elsewhere;
  EXPECT_EQ(Authority::create(elsewhere.path() / "a", "Test", "short", *clock).error().code, "weak-passphrase");
  EXPECT_EQ(Authority::create(elsewhere.path() / "a", "", passphrase, *clock).error().code, "bad-name");
  EXPECT_TRUE(fs::is_empty(elsewhere.path()));
  fs::create_directory(elsewhere.path() / "empty");
  EXPECT_TRUE(Authority::create(elsewhere.path() / "empty/", "Test", passphrase, *clock));
  EXPECT_TRUE(fs::exists(elsewhere.path() / "empty" / "crl.pem"));
}

}  // namespace
}  // namespace sealcart::ca
