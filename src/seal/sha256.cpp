#include "seal/sha256.h"

#include <openssl/evp.h>

#include <cassert>
#include <cerrno>
#include <fstream>
#include <new>
#include <string>
#include <system_error>

namespace sealcart::seal {

struct Sha256::State {
  State() : context(EVP_MD_CTX_new()) {
    if (context == nullptr) throw std::bad_alloc();
    const int done = EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
    assert(done == 1);
    (void)done;
  }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  EVP_MD_CTX* context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;

void Sha256::add(Bytes bytes) {
  const int done = EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
  assert(done == 1);
  (void)done;
}

Digest Sha256::end() {
  Digest digest{};
  const int done = EVP_DigestFinal_ex(state_->context, digest.data(), nullptr);
  assert(done == 1);
  (void)done;
  return digest;
}

Digest sha256_of_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  Sha256 hash;
  std::string piece(std::size_t{256} * 1024, '\0');
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    hash.add(bytes({piece.data(), static_cast<std::size_t>(in.gcount())}));
  }
  // Stopped by its end, not by a fault.
  if (!in.eof()) throw std::system_error(errno, std::generic_category(), path.string());
  return hash.end();
}

}  // namespace sealcart::seal
