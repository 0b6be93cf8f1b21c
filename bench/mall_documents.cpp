#include "bench/mall_documents.h"

#include <ctime>

#include "core/id.h"
#include "protocol/payment_request.h"
#include "seal/box.h"

namespace sealcart::bench {

MallDocuments::MallDocuments(const std::string& keys_folder, std::string origin, std::string credit_origin)
    : keys_(keys_folder), origin_(std::move(origin)), credit_origin_(std::move(credit_origin)) {}

std::string MallDocuments::request() const {
  Random& random = seal::system_random();
  const Time now{std::time(nullptr)};
  std::string number = dated_id(random, now);
  auto goods = seal::seal(seal::Subject::goods, number,
                          R"({"items":[{"sku":"one","name":"One","quantity":1,"price":1}],"currency":"JPY"})",
                          keys_.sealing_key());
  return protocol::encode(
      protocol::PaymentRequest{.envelope = {origin_, credit_origin_, random_id(random), now, now + 15 * 60},
                               .purchase = std::move(number),
                               .amount = {1, *Currency::parse("JPY")},
                               .goods = std::move(goods),
                               .kind = protocol::GoodsKind::physical},
      keys_.signer(now));
}

}  // namespace sealcart::bench
