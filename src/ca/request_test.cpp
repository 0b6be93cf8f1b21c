#include "ca/request.h"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "ca/key.h"

namespace sealcart::ca {
namespace {

struct Wanted {
  const char* names = "DNS:mall.example";  // subjectAltName in OpenSSL's syntax; nullptr: none
  const char* other = nullptr;             // a basicConstraints that a request has no right to
};

// A request as a stranger's software would make it, signed by `signer`.
std::string foreign_request(EVP_PKEY* key, EVP_PKEY* signer, Wanted wanted) {
  const SigningRequest request(X509_REQ_new());
  X509_REQ_set_pubkey(request.get(), key);
  STACK_OF(X509_EXTENSION)* extensions = nullptr;
  const auto add = [&](int nid, const char* value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    ASSERT_NE(extension, nullptr) << value;
    X509v3_add_ext(&extensions, extension, -1);
    X509_EXTENSION_free(extension);
  };
  if (wanted.names != nullptr) add(NID_subject_alt_name, wanted.names);
  if (wanted.other != nullptr) add(NID_basic_constraints, wanted.other);
  if (extensions != nullptr) X509_REQ_add_extensions(request.get(), extensions);
  sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
  X509_REQ_sign(request.get(), signer, EVP_PKEY_is_a(signer, "ED25519") ? nullptr : EVP_sha256());
  const Bio bio = writer();
  PEM_write_bio_X509_REQ(bio.get(), request.get());
  return written(bio);
}

std::string code_of(const std::string& request) {
  const auto result = read_request(request);
  return result ? "" : result.error().code;
}

TEST(Request, ComesBackAsMade) {
  const auto made = make_request({"Mall.example", "127.0.0.1"});
  ASSERT_TRUE(made);
  const auto read = read_request(made->pem);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->names, (std::vector<std::string>{"mall.example", "127.0.0.1"}));
  const Key own(PEM_read_bio_PrivateKey(reader(made->key_pem).get(), nullptr, nullptr, nullptr));
  ASSERT_TRUE(own);
  EXPECT_EQ(EVP_PKEY_eq(own.get(), read->key.get()), 1);
}

TEST(Request, IsNotMadeForABadName) {
  EXPECT_EQ(make_request({"*.example"}).error().code, "bad-name");
  EXPECT_EQ(make_request({}).error().code, "no-name");
}

TEST(Request, RefusedWithoutGoodNames) {
  const Key key = new_key();
  EXPECT_EQ(code_of(foreign_request(key.get(), key.get(), {})), "");
  EXPECT_EQ(code_of(foreign_request(key.get(), key.get(), {.names = nullptr})), "no-name");
  EXPECT_EQ(code_of(foreign_request(key.get(), key.get(), {.names = "DNS:*.example"})), "bad-name");
  EXPECT_EQ(code_of(foreign_request(key.get(), key.get(), {.names = "DNS:two words"})), "bad-name");
  EXPECT_EQ(code_of(foreign_request(key.get(), key.get(), {.names = "DNS:127.0.0.1"})), "bad-name");
  EXPECT_EQ(code_of(foreign_request(key.get(), key.get(), {.names = "DNS:mall.example,URI:https://mall.example/"})),
            "bad-name");
  EXPECT_EQ(code_of(foreign_request(key.get(), key.get(), {.names = "DNS:mall.example,email:a@mall.example"})),
            "bad-name");
}

TEST(Request, RefusedWhenAnotherKeySignedIt) {
  const Key key = new_key();
  const Key other = new_key();
  EXPECT_EQ(code_of(foreign_request(key.get(), other.get(), {})), "request-signature");
}

TEST(Request, RefusedForWeakOrUnusualKeys) {
  const Key small_rsa(EVP_RSA_gen(1024));
  const Key rsa(EVP_RSA_gen(2048));
  const Key p384(EVP_EC_gen("P-384"));
  const Key p224(EVP_EC_gen("P-224"));
  const Key ed25519(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  EXPECT_EQ(code_of(foreign_request(small_rsa.get(), small_rsa.get(), {})), "request-key");
  EXPECT_EQ(code_of(foreign_request(p224.get(), p224.get(), {})), "request-key");
  EXPECT_EQ(code_of(foreign_request(ed25519.get(), ed25519.get(), {})), "request-key");
  EXPECT_EQ(code_of(foreign_request(rsa.get(), rsa.get(), {})), "");
  EXPECT_EQ(code_of(foreign_request(p384.get(), p384.get(), {})), "");
}

TEST(Request, RefusedWhenNoRequestAtAll) {
  EXPECT_EQ(code_of(""), "request-malformed");
  EXPECT_EQ(code_of("hello"), "request-malformed");
  std::string cut = make_request({"mall.example"})->pem;
  cut.resize(cut.size() / 2);
  EXPECT_EQ(code_of(cut), "request-malformed");
}

TEST(Request, OtherExtensionsAreIgnored) {
  const Key key = new_key();
  const auto read = read_request(foreign_request(key.get(), key.get(), {.other = "critical,CA:TRUE"}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->names, std::vector<std::string>{"mall.example"});
}

}  // namespace
}  // namespace sealcart::ca
