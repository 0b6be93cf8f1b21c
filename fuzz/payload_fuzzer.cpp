// Any payload that a partner really signed: what is taken encodes to what decodes to the same.
#include <cassert>

#include <boost/json.hpp>

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

namespace {
const std::string a = "https://a.example", b = "https://b.example";

template <class Document>
void round_trip(const boost::json::object& payload, const protocol::Signer& signer,
                const std::vector<protocol::VerifyKey>& keys) {
  const auto decode = [&](const std::string& text) { return protocol::decode<Document>(text, a, b, Time{1000}, keys); };
  const auto read = decode(protocol::sign(Document::type, payload, signer));
  if (!read) {
    assert(read.error().status < 500);
    return;
  }
  const std::string text = protocol::encode(*read, signer);
  const auto again = decode(text);
  assert(again && *again == *read);
  assert(protocol::encode(*again, signer) == text);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  seal::start();
  static const protocol::Signer signer = [] {
    const auto key = seal::SigningKey::generate(seal::system_random());
    return protocol::Signer{seal::thumbprint(key.public_key()), key};
  }();
  static const std::vector<protocol::VerifyKey> keys{{signer.kid, signer.key.public_key(), Time{0}, Time{1LL << 40}}};
  boost::system::error_code error;
  const auto value = boost::json::parse(boost::json::string_view(reinterpret_cast<const char*>(data), size), error);
  if (error || !value.is_object()) return 0;
  boost::json::object payload = value.get_object();
  payload["iss"] = a;
  payload["aud"] = b;
  round_trip<protocol::PaymentRequest>(payload, signer, keys);
  round_trip<protocol::SettlementResult>(payload, signer, keys);
  round_trip<protocol::ShippingRequest>(payload, signer, keys);
  round_trip<protocol::ShippingReceipt>(payload, signer, keys);
  round_trip<protocol::Label>(payload, signer, keys);
  round_trip<protocol::Claim>(payload, signer, keys);
  round_trip<protocol::Refund>(payload, signer, keys);
  round_trip<protocol::VoidRequest>(payload, signer, keys);
  round_trip<protocol::TrackingEvent>(payload, signer, keys);
  round_trip<protocol::RemittanceAdvice>(payload, signer, keys);
  return 0;
}
