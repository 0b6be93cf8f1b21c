// Any text offered as a document is refused with a code, and never taken: the fuzzer holds no key.
#include <cassert>

#include "protocol/payment_request.h"
#include "protocol/settlement_result.h"

using namespace sealcart;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  seal::start();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const auto key = seal::SigningKey::generate(seal::system_random());
  const std::vector<protocol::VerifyKey> keys{
      {seal::thumbprint(key.public_key()), key.public_key(), Time{0}, Time{1LL << 40}}};
  const auto request = protocol::decode_payment_request(text, "https://a.example", "https://b.example", Time{1}, keys);
  assert(!request && !request.error().code.empty() && request.error().status < 500);
  const auto result = protocol::decode_settlement_result(text, "https://a.example", "https://b.example", Time{1}, keys);
  assert(!result && !result.error().code.empty() && result.error().status < 500);
  (void)protocol::peek(text, protocol::PaymentRequest::type);
  (void)protocol::reread_payment_request(text, Time{1});
  return 0;
}
