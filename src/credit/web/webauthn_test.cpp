// An authenticator made by hand: its data are put together here byte by byte and signed by OpenSSL.
#include "credit/web/webauthn.h"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <memory>

#include "seal/sign.h"

namespace sealcart::credit {
namespace {

const RelyingParty here{"https://credit.example:8443", "credit.example"};

constexpr char present = 0x01, verified = 0x04, with_key = 0x40;

class Authenticator {
 public:
  Authenticator() : key_(EVP_EC_gen("P-256"), EVP_PKEY_free) {
    unsigned char point[65];
    std::size_t size = 0;
    EVP_PKEY_get_octet_string_param(key_.get(), "pub", point, sizeof point, &size);
    EXPECT_EQ(size, sizeof point);  // 4, X, Y
    public_key.assign(reinterpret_cast<char*>(point) + 1, 64);
  }
  std::string data(char flags, const std::string& rp = "credit.example", unsigned char count = 7) const {
    const seal::Digest hash = seal::sha256(seal::bytes(rp));
    std::string bytes(hash.begin(), hash.end());
    bytes += flags;
    bytes += std::string{0, 0, 0, static_cast<char>(count)};
    return bytes;
  }
  // With the credential's id and its key as COSE (RFC 9053): {1: 2, 3: algorithm, -1: 1, -2: X, -3: Y}.
  std::string new_data(char flags, const std::string& rp = "credit.example", char algorithm = 0x26) const {
    std::string bytes = data(static_cast<char>(flags | with_key), rp);
    bytes += std::string(16, 'a');  // the authenticator's model
    bytes += std::string{0, 4} + "cred";
    bytes += std::string{'\xa5', 1, 2, 3, algorithm, 0x20, 1};
    bytes += std::string{0x21, 0x58, 0x20} + public_key.substr(0, 32);
    bytes += std::string{0x22, 0x58, 0x20} + public_key.substr(32);
    return bytes;
  }
  std::string sign(const std::string& authenticator_data, const std::string& client_data) const {
    const seal::Digest hash = seal::sha256(seal::bytes(client_data));
    const std::string message = authenticator_data + std::string(hash.begin(), hash.end());
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    unsigned char signature[80];
    std::size_t size = sizeof signature;
    EXPECT_EQ(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()), 1);
    EXPECT_EQ(EVP_DigestSign(context.get(), signature, &size, seal::bytes(message).data(), message.size()), 1);
    return {reinterpret_cast<char*>(signature), size};
  }
  PasskeyUsed use(char flags, const std::string& rp = "credit.example") const {
    PasskeyUsed used{"cred", data(flags, rp), R"({"type":"webauthn.get"})", "", ""};
    used.signature = sign(used.authenticator_data, used.client_data);
    return used;
  }

  std::string public_key;

 private:
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key_;
};

class WebauthnTest : public testing::Test {
 protected:
  Authenticator authenticator_;
};

constexpr char both = present | verified;

TEST_F(WebauthnTest, ReadsTheAnsweredChallenge) {
  const std::string good =
      R"({"type":"webauthn.get","challenge":"abc","origin":"https://credit.example:8443","crossOrigin":false})";
  EXPECT_EQ(answered_challenge(here, Ceremony::get, good), "abc");
  EXPECT_FALSE(answered_challenge(here, Ceremony::create, good));
  EXPECT_FALSE(answered_challenge({"https://credit.example", "credit.example"}, Ceremony::get, good));
}

TEST_F(WebauthnTest, RefusesOtherClientData) {
  const auto refused = [](const char* data) { return !answered_challenge(here, Ceremony::get, data); };
  EXPECT_TRUE(refused(R"({"type":"webauthn.get","challenge":"abc","origin":"https://evil.example"})"));
  EXPECT_TRUE(refused(
      R"({"type":"webauthn.get","challenge":"abc","origin":"https://credit.example:8443","crossOrigin":true})"));
  EXPECT_TRUE(refused(R"({"type":"webauthn.get","origin":"https://credit.example:8443"})"));
  EXPECT_TRUE(refused(R"({"type":"webauthn.get","challenge":1,"origin":"https://credit.example:8443"})"));
  EXPECT_TRUE(refused(R"(["webauthn.get"])"));
  EXPECT_TRUE(refused(R"({"type":)"));
  EXPECT_TRUE(refused(""));
}

TEST_F(WebauthnTest, VerifiesAUse) {
  EXPECT_EQ(verify_passkey(here, authenticator_.use(both), authenticator_.public_key), 7u);
}

TEST_F(WebauthnTest, RefusesAUseForAnotherParty) {
  EXPECT_FALSE(verify_passkey(here, authenticator_.use(both, "evil.example"), authenticator_.public_key));
}

TEST_F(WebauthnTest, RefusesAUseWithoutTheUser) {
  EXPECT_FALSE(verify_passkey(here, authenticator_.use(present), authenticator_.public_key));
  EXPECT_FALSE(verify_passkey(here, authenticator_.use(verified), authenticator_.public_key));
  EXPECT_FALSE(verify_passkey(here, authenticator_.use(0), authenticator_.public_key));
}

TEST_F(WebauthnTest, RefusesAnotherSignature) {
  const PasskeyUsed good = authenticator_.use(both);
  PasskeyUsed other_data = good;
  other_data.client_data += " ";
  EXPECT_FALSE(verify_passkey(here, other_data, authenticator_.public_key));
  PasskeyUsed other_count = good;
  other_count.authenticator_data.back() = 8;
  EXPECT_FALSE(verify_passkey(here, other_count, authenticator_.public_key));
  PasskeyUsed cut = good;
  cut.signature.pop_back();
  EXPECT_FALSE(verify_passkey(here, cut, authenticator_.public_key));
  const Authenticator another;
  EXPECT_FALSE(verify_passkey(here, good, another.public_key));
}

TEST_F(WebauthnTest, RefusesMissingParts) {
  EXPECT_FALSE(verify_passkey(here, {}, authenticator_.public_key));
  PasskeyUsed short_data = authenticator_.use(both);
  short_data.authenticator_data.resize(36);
  EXPECT_FALSE(verify_passkey(here, short_data, authenticator_.public_key));
  EXPECT_FALSE(verify_passkey(here, authenticator_.use(both), ""));
  EXPECT_FALSE(verify_passkey(here, authenticator_.use(both), std::string(64, 'k')));
}

TEST_F(WebauthnTest, ReadsANewPasskey) {
  const auto key = read_new_passkey(here, {authenticator_.new_data(both), ""});
  ASSERT_TRUE(key);
  EXPECT_EQ(key->credential_id, "cred");
  EXPECT_EQ(key->public_key, authenticator_.public_key);
  EXPECT_EQ(key->sign_count, 7u);
}

TEST_F(WebauthnTest, RefusesOtherNewPasskeys) {
  const auto refused = [](const std::string& data) { return !read_new_passkey(here, {data, ""}); };
  EXPECT_TRUE(refused(authenticator_.new_data(both, "evil.example")));
  EXPECT_TRUE(refused(authenticator_.new_data(present)));
  EXPECT_TRUE(refused(authenticator_.new_data(verified)));
  EXPECT_TRUE(refused(authenticator_.new_data(both, "credit.example", 0x27)));  // EdDSA
  EXPECT_TRUE(refused(authenticator_.data(both)));                              // without a key
  const std::string good = authenticator_.new_data(both);
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_TRUE(refused(good.substr(0, size))) << size;
  std::string off_the_curve = good;
  off_the_curve.back() ^= 1;
  EXPECT_TRUE(refused(off_the_curve));
}

}  // namespace
}  // namespace sealcart::credit
