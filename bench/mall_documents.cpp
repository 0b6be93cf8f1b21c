#include "bench/mall_documents.h"

#include <ctime>

#include "core/id.h"
#include "protocol/payment_request.h"
#include "protocol/shipping_request.h"
#include "seal/box.h"

namespace sealcart::bench {

MallDocuments::MallDocuments(const std::string& keys_folder, std::string origin, std::string company_origin)
    : keys_(keys_folder), origin_(std::move(origin)), company_origin_(std::move(company_origin)) {}

protocol::Named MallDocuments::purchase() const {
  std::string number = dated_id(seal::system_random(), {std::time(nullptr)});
  auto goods = seal::seal(seal::Subject::goods, number,
                          R"({"items":[{"sku":"one","name":"One","quantity":1,"price":1}],"currency":"JPY"})",
                          keys_.sealing_key());
  return {std::move(number), std::move(goods)};
}

std::string MallDocuments::shipping_request() const {
  const Time now{std::time(nullptr)};
  return protocol::encode(protocol::ShippingRequest{.envelope = {origin_, company_origin_,
                                                                 random_id(seal::system_random()), now, now + 15 * 60},
                                                    .purchase = purchase(),
                                                    .parcels = {"60"},
                                                    .service = "standard",
                                                    .cash_on_delivery = Money{1, *Currency::parse("JPY")}},
                          keys_.signer(now));
}

std::string MallDocuments::request() const {
  Random& random = seal::system_random();
  const Time now{std::time(nullptr)};
  return protocol::encode(
      protocol::PaymentRequest{.envelope = {origin_, company_origin_, random_id(random), now, now + 15 * 60},
                               .purchase = purchase(),
                               .amount = {1, *Currency::parse("JPY")},
                               .kind = protocol::GoodsKind::physical},
      keys_.signer(now));
}

}  // namespace sealcart::bench
