#include "credit/rules/parcel.h"

#include <gtest/gtest.h>

#include "protocol/jws.h"

namespace sealcart::credit {
namespace {

const LabelledReceipt settled{"mall", protocol::Outcome::ok, protocol::GoodsKind::digital, "goods", "customer"};
protocol::Label label() {
  return {.envelope = {},
          .number = {protocol::NumberKind::receipt, "r"},
          .goods_hash = protocol::document_hash("goods"),
          .person_hash = protocol::document_hash("customer"),
          .parcel = {1, 1},
          .cash_on_delivery = std::nullopt};
}
std::string fault(const protocol::Label& asked, const std::optional<LabelledReceipt>& held,
                  const std::string& mall = "mall") {
  const auto found = label_fault(asked, mall, held);
  return found ? found->code : "";
}

TEST(Parcel, OfTheRightReceiptIsTaken) {
  EXPECT_EQ(fault(label(), settled), "");
  // Nothing but numbers crossed: none of the hashes may stand there.
  LabelledReceipt bare = settled;
  bare.sealed_goods = bare.sealed_customer = std::nullopt;
  EXPECT_EQ(fault(label(), bare), "label-goods");
  protocol::Label plain = label();
  plain.goods_hash = plain.person_hash = std::nullopt;
  EXPECT_EQ(fault(plain, bare), "");
  EXPECT_EQ(fault(plain, settled), "label-goods");
}

TEST(Parcel, OfAnythingElseIsRefused) {
  protocol::Label shipping = label();
  shipping.number.kind = protocol::NumberKind::shipping;
  EXPECT_EQ(fault(shipping, settled), "label-kind");
  EXPECT_EQ(fault(label(), std::nullopt), "receipt-unknown");
  EXPECT_EQ(fault(label(), settled, "another"), "receipt-unknown");
  LabelledReceipt other = settled;
  other.outcome = protocol::Outcome::no;
  EXPECT_EQ(fault(label(), other), "receipt-unknown");
  other = settled;
  other.kind = protocol::GoodsKind::physical;
  EXPECT_EQ(fault(label(), other), "parcel-kind");
  other.kind = protocol::GoodsKind::digital;
  other.closed = true;
  EXPECT_EQ(fault(label(), other), "parcel-withdrawn");
  other.sealed_goods = "others";
  EXPECT_EQ(fault(label(), other), "parcel-withdrawn");
  other = settled;
  other.sealed_goods = "others";
  EXPECT_EQ(fault(label(), other), "label-goods");
  other = settled;
  other.sealed_customer = "somebody else";
  EXPECT_EQ(fault(label(), other), "label-customer");
}

}  // namespace
}  // namespace sealcart::credit
