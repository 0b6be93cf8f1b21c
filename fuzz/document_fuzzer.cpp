// Any text offered as a document is refused with a code, and never taken: the fuzzer holds no key.
#include <cassert>

#include "protocol/claim.h"
#include "protocol/label.h"
#include "protocol/payment_request.h"
#include "protocol/refund.h"
#include "protocol/remittance_advice.h"
#include "protocol/settlement_result.h"
#include "protocol/shipping_receipt.h"
#include "protocol/shipping_request.h"
#include "protocol/tracking_event.h"
#include "protocol/verified.h"
#include "protocol/void_request.h"

using namespace sealcart;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  seal::start();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const auto key = seal::SigningKey::generate(seal::system_random());
  const std::vector<protocol::VerifyKey> keys{
      {seal::thumbprint(key.public_key()), key.public_key(), Time{0}, Time{1LL << 40}}};
  const auto refused = [&]<class Document>() {
    const auto read = protocol::decode<Document>(text, "https://a.example", "https://b.example", Time{1}, keys);
    assert(!read && !read.error().code.empty() && read.error().status < 500);
  };
  refused.operator()<protocol::PaymentRequest>();
  refused.operator()<protocol::SettlementResult>();
  refused.operator()<protocol::ShippingRequest>();
  refused.operator()<protocol::ShippingReceipt>();
  refused.operator()<protocol::Label>();
  refused.operator()<protocol::Claim>();
  refused.operator()<protocol::Refund>();
  refused.operator()<protocol::VoidRequest>();
  refused.operator()<protocol::TrackingEvent>();
  refused.operator()<protocol::RemittanceAdvice>();
  (void)protocol::claimed_type(text);
  (void)protocol::peek(text, protocol::PaymentRequest::type);
  (void)protocol::reread_as<protocol::PaymentRequest>(text, Time{1});
  return 0;
}
