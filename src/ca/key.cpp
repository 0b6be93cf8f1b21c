#include "ca/key.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

namespace sealcart::ca {
namespace {

using KeyInfo = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Free<PKCS8_PRIV_KEY_INFO_free>>;
using EncryptedKey = std::unique_ptr<X509_SIG, Free<X509_SIG_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, Free<X509_ALGOR_free>>;

// As costly as N = 2^17, p = 1, but OpenSSL's reader takes no more than 32 MiB of memory.
constexpr std::uint64_t scrypt_n = 1U << 14;
constexpr std::uint64_t scrypt_r = 8;
constexpr std::uint64_t scrypt_p = 5;

}  // namespace

Key new_key() { return Key(check(EVP_EC_gen("P-256"), "make a key")); }

std::string encrypted_pem(const Key& key, std::string_view passphrase) {
  const KeyInfo info(check(EVP_PKEY2PKCS8(key.get()), "encode a key"));
  Algorithm algorithm(check(PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, 0, nullptr, scrypt_n, scrypt_r, scrypt_p),
                            "set up scrypt"));
  const EncryptedKey encrypted(
      check(PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), info.get(), algorithm.get()),
            "encrypt a key"));
  (void)algorithm.release();  // the encrypted key owns it now
  const Bio bio = writer();
  check(PEM_write_bio_PKCS8(bio.get(), encrypted.get()), "write a key");
  return written(bio);
}

Expected<Key> decrypt_key(std::string_view pem, std::string_view passphrase) {
  const EncryptedKey encrypted(PEM_read_bio_PKCS8(reader(pem).get(), nullptr, nullptr, nullptr));
  if (!encrypted) {
    ERR_clear_error();
    return problem(500, "key-damaged", "The authority's key file holds no encrypted key; restore it from a backup.");
  }
  const KeyInfo info(PKCS8_decrypt(encrypted.get(), passphrase.data(), static_cast<int>(passphrase.size())));
  Key key(info ? EVP_PKCS82PKEY(info.get()) : nullptr);
  if (!key) {
    ERR_clear_error();
    return problem(403, "wrong-passphrase", "The passphrase does not open the authority's key; try again.");
  }
  return key;
}

std::string plain_pem(const Key& key) {
  const Bio bio = writer();
  check(PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr), "write a key");
  return written(bio);
}

}  // namespace sealcart::ca
