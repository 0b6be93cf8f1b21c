#include "seal/secret.h"

#include <gtest/gtest.h>

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
  for (const char* bad : {"-_9", "-_8=", "+/8", "-_8 ", "A", "-_8\n"}) EXPECT_FALSE(from_base64url(bad)) << bad;
}

}  // namespace
}  // namespace sealcart::seal
