#include "seal/secret.h"

#include <gtest/gtest.h>
#include <sodium.h>

namespace sealcart::seal {
namespace {

class SecretTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { start(); }
  Secret secret = Secret::generate(system_random());
};

TEST_F(SecretTest, EncryptsWithContext) {
  const std::string text = secret.encrypt_text("basket", "cookie");
  EXPECT_EQ(secret.decrypt_text(text, "cookie"), "basket");
  EXPECT_FALSE(secret.decrypt_text(text, "other"));
  EXPECT_FALSE(Secret::generate(system_random()).decrypt_text(text, "cookie"));
  EXPECT_NE(secret.encrypt_text("basket", "cookie"), text);
  std::string raw = secret.encrypt("basket", "cookie");
  for (std::size_t i = 0; i < raw.size(); ++i) {
    std::string other = raw;
    other[i] = static_cast<char>(other[i] ^ 1);
    EXPECT_FALSE(secret.decrypt(other, "cookie")) << i;
  }
  EXPECT_FALSE(secret.decrypt("", "cookie"));
  EXPECT_FALSE(secret.decrypt_text("%%%", "cookie"));
}

TEST_F(SecretTest, DerivesIndependentSecrets) {
  EXPECT_EQ(secret.derive("card").keyed_hash("x"), secret.derive("card").keyed_hash("x"));
  EXPECT_NE(secret.derive("card").keyed_hash("x"), secret.derive("cookie").keyed_hash("x"));
  EXPECT_NE(secret.keyed_hash("x"), secret.keyed_hash("y"));
  EXPECT_EQ(Secret::from_base64url(secret.base64url())->keyed_hash("x"), secret.keyed_hash("x"));
  EXPECT_FALSE(Secret::from_base64url("AAAA"));
}

TEST_F(SecretTest, HashesPasswords) {
  const std::string hash = hash_password("correct words");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_TRUE(verify_password(hash, "correct words"));
  EXPECT_FALSE(verify_password(hash, "other words"));
  EXPECT_FALSE(verify_password(impossible_password_hash(), "correct words"));
  EXPECT_EQ(impossible_password_hash().size(), hash.size());
}

TEST_F(SecretTest, Base64urlIsStrict) {
  EXPECT_EQ(base64url(bytes("\xfb\xff")), "-_8");
  EXPECT_EQ(from_base64url("-_8"), "\xfb\xff");
  for (const char* bad : {"-_9", "-_8=", "+/8", "-_8 ", "A", "-_8\n", "-_8-\xff-_8", "Ab"}) {
    EXPECT_FALSE(from_base64url(bad)) << bad;
    EXPECT_FALSE(is_base64url(bad)) << bad;
  }
}

TEST_F(SecretTest, Sha256IsThatOfTheStandard) {
  EXPECT_EQ(base64url(sha256(bytes("abc"))),
            "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");  // FIPS 180-2, appendix B.1
  EXPECT_EQ(base64url(sha256(bytes(""))), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
}

TEST_F(SecretTest, Base64urlIsThatOfLibsodium) {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  for (std::size_t length = 0; length < 70; ++length) {
    std::string data(length, '\0');
    randombytes_buf(data.data(), data.size());
    std::string theirs(sodium_base64_encoded_len(length, variant), '\0');
    sodium_bin2base64(theirs.data(), theirs.size(), bytes(data).data(), length, variant);
    theirs.pop_back();  // its terminating zero
    EXPECT_EQ(base64url(bytes(data)), theirs);
    EXPECT_EQ(from_base64url(theirs), data);
    EXPECT_TRUE(is_base64url(theirs));
  }
}

// Each character on its own: what stands in the last place may hold stray bits.
TEST_F(SecretTest, ChecksTheFormAsItDecodes) {
  for (int c = 0; c < 256; ++c) {
    for (const std::string text : {"A", "AA", "AAA", "AAAA", "AAAAA"}) {
      const std::string last = text + static_cast<char>(c);
      const std::string first = static_cast<char>(c) + text;
      EXPECT_EQ(is_base64url(last), from_base64url(last).has_value()) << last;
      EXPECT_EQ(is_base64url(first), from_base64url(first).has_value()) << first;
    }
  }
}

}  // namespace
}  // namespace sealcart::seal
