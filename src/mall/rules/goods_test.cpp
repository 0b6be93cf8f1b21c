#include "mall/rules/goods.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sealcart::mall {
namespace {

const Currency jpy = *Currency::parse("JPY");
const Product book{.sku = "book", .name_en = "Book", .price = {700, jpy}, .size = Size{210, 148, 25, 380}};
const Product song{.sku = "song", .name_en = "Song", .price = {300, jpy}, .kind = protocol::GoodsKind::digital};
const Product odd{.sku = "odd", .name_en = "Odd", .price = {100, jpy}};
const Bill billed{{{&book, 2, {1400, jpy}}, {&song, 1, {300, jpy}}}, {1700, jpy}};

TEST(Goods, OfAParcelAreWhatIsNotDownloaded) {
  EXPECT_EQ(goods_of(billed).lines.size(), 2U);
  const Goods parcel = parcel_goods(billed);
  ASSERT_EQ(parcel.lines.size(), 1U);
  EXPECT_EQ(parcel.lines[0], (Goods::Line{"book", "Book", 2, 700, Size{210, 148, 25, 380}, false}));
}

TEST(Goods, TheBoxSaysNothingOfSizes) {
  EXPECT_EQ(sealed_contents(goods_of(billed)),
            R"({"items":[{"sku":"book","name":"Book","quantity":2,"price":700},)"
            R"({"sku":"song","name":"Song","quantity":1,"price":300,"digital":true}],"currency":"JPY"})");
}

TEST(Goods, TheBoxBringsTheCustomersKeyToTheDesk) {
  Goods goods = goods_of(billed);
  goods.recipient = "age1example";
  EXPECT_NE(sealed_contents(goods).find(R"(,"recipient":"age1example"})"), std::string::npos);
  const auto opened = decode_goods(sealed_contents(goods));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->recipient, "age1example");
  const Goods digital = digital_goods(*opened);
  ASSERT_EQ(digital.lines.size(), 1U);
  EXPECT_EQ(digital.lines[0].sku, "song");
  EXPECT_EQ(sum(digital), (Money{300, jpy}));
  EXPECT_EQ(sum(*opened), (Money{1700, jpy}));
}

TEST(Goods, ComeBackAsTheyWere) {
  for (const Goods& goods : {goods_of(billed), parcel_goods(billed), nameless(goods_of(billed))}) {
    EXPECT_EQ(decode_goods(encode(goods)), goods);
  }
  EXPECT_FALSE(decode_goods(R"({"items":[],"currency":"JPY"})"));
  EXPECT_FALSE(decode_goods(R"({"items":[{"sku":"a","quantity":0,"price":1}],"currency":"JPY"})"));
  EXPECT_FALSE(decode_goods(R"({"items":[{"sku":"a","quantity":1,"price":1,"size":[1,2,3]}],"currency":"JPY"})"));
  EXPECT_FALSE(decode_goods(R"({"items":[{"sku":"a","quantity":1,"price":1,"digital":1}],"currency":"JPY"})"));
  EXPECT_FALSE(decode_goods(R"({"items":[{"sku":"a","quantity":1,"price":1}],"currency":"JPY","recipient":1})"));
  EXPECT_TRUE(rc::check([](const std::string& text) { (void)decode_goods(text); }));
}

TEST(Goods, LoadsAreKnownOnlyWhenAllAreMeasured) {
  ASSERT_TRUE(loads(parcel_goods(billed)));
  EXPECT_EQ(loads(parcel_goods(billed))->front().quantity, 2);
  const Bill with_odd{{{&book, 1, {700, jpy}}, {&odd, 1, {100, jpy}}}, {800, jpy}};
  EXPECT_FALSE(loads(parcel_goods(with_odd)));
}

}  // namespace
}  // namespace sealcart::mall
