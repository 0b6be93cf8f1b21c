// What no settlement can do without: one verification, one sealed box, one signature.
#include <sodium.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <stdexcept>
#include <vector>

#include "bench/load.h"
#include "bench/verbs.h"

namespace sealcart::bench {
namespace {

// Libsodium's bare calls, on texts as long as the real ones.
constexpr std::size_t request_bytes = 1700;

template <class F>
double one(int count, F run) {
  const double begin = cpu_seconds();
  for (int i = 0; i < count; ++i) {
    if (run() != 0) throw std::runtime_error("libsodium refuses");
  }
  return 1e6 * (cpu_seconds() - begin) / count;
}

void crypto(int count, std::size_t box_bytes, std::size_t result_bytes) {
  std::vector<unsigned char> pk(crypto_sign_PUBLICKEYBYTES), sk(crypto_sign_SECRETKEYBYTES), sig(crypto_sign_BYTES);
  std::vector<unsigned char> box_pk(crypto_box_PUBLICKEYBYTES), box_sk(crypto_box_SECRETKEYBYTES);
  std::vector<unsigned char> request(request_bytes, 'q'), result(result_bytes, 'r'), plain(box_bytes, 'p');
  std::vector<unsigned char> boxed(box_bytes + crypto_box_SEALBYTES);
  crypto_sign_keypair(pk.data(), sk.data());
  crypto_box_keypair(box_pk.data(), box_sk.data());
  crypto_sign_detached(sig.data(), nullptr, request.data(), request.size(), sk.data());
  const double verify =
      one(count, [&] { return crypto_sign_verify_detached(sig.data(), request.data(), request.size(), pk.data()); });
  const double box =
      one(count, [&] { return crypto_box_seal(boxed.data(), plain.data(), plain.size(), box_pk.data()); });
  const double sign =
      one(count, [&] { return crypto_sign_detached(sig.data(), nullptr, result.data(), result.size(), sk.data()); });
  report({{"verify_us", verify}, {"box_us", box}, {"sign_us", sign}});
}

}  // namespace

void add_crypto_verb(CLI::App& app) {
  const auto count = std::make_shared<int>(2000);
  const auto box_bytes = std::make_shared<std::size_t>(512);
  const auto result_bytes = std::make_shared<std::size_t>(2900);
  CLI::App* verb = app.add_subcommand("crypto", "Verification, sealed box and signature by themselves");
  verb->add_option("--count", *count);
  verb->add_option("--box-bytes", *box_bytes, "Length of what is sealed");
  verb->add_option("--result-bytes", *result_bytes, "Length of what is signed");
  verb->callback([=] { crypto(*count, *box_bytes, *result_bytes); });
}

}  // namespace sealcart::bench
