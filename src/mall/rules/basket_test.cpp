#include "mall/rules/basket.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sealcart::mall {
namespace {

const std::string number_1 = "01h455vb4pex5vsknk084sn02q";
const std::string number_2 = "21h455vb4pex5vsknk084sn02q";
const std::string code_1 = "31h455vb4pex5vsknk084sn02q";

Product product(std::string sku, std::int64_t price, const char* currency = "JPY") {
  Product p{.sku = std::move(sku), .price = {price, *Currency::parse(currency)}};
  p.name_en = "Product " + p.sku;
  return p;
}

const Catalogue catalogue(7, {product("a", 100), product("b", 250), product("dear", max_amount),
                              product("euro", 500, "EUR")});

using Views = std::vector<std::string_view>;

rc::Gen<Basket> baskets() {
  const auto skus = rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcXYZ019._-"))));
  return rc::gen::map(rc::gen::container<std::map<std::string, int>>(skus, rc::gen::inRange(1, max_quantity + 1)),
                      [](const std::map<std::string, int>& items) {
                        Basket basket;
                        for (const auto& [sku, quantity] : items) {
                          if (sku.size() <= max_sku && basket.items.size() < max_lines)
                            basket.items.emplace(sku, quantity);
                        }
                        basket.pending.push_back({number_1, code_1, std::string(16, 'd')});
                        return basket;
                      });
}

TEST(Basket, DecodingGivesWhatWasEncoded) {
  EXPECT_TRUE(rc::check([] {
    const Basket basket = *baskets();
    RC_ASSERT(decode_basket(encode(basket)) == basket);
  }));
}

TEST(Basket, DigestTellsItemsApart) {
  EXPECT_TRUE(rc::check([] {
    const Basket one = *baskets(), other = *baskets();
    RC_ASSERT((items_digest(one) == items_digest(other)) == (one.items == other.items));
  }));
}

TEST(Basket, AFullBasketFitsInACookie) {
  Basket basket;
  for (std::size_t i = 0; i < max_lines; ++i) {
    basket.items.emplace(std::string(max_sku - 2, 'x') + std::to_string(10 + i), max_quantity);
  }
  for (std::size_t i = 0; i < max_pending; ++i) basket.pending.push_back({number_1, code_1, items_digest(basket)});
  ASSERT_TRUE(decode_basket(encode(basket)));
  // Nonce and authenticator are 40 bytes; base64url makes 4 of 3; a cookie's name and value may be 4096.
  EXPECT_LT((encode(basket).size() + 40) * 4 / 3, 3900U);
}

TEST(Basket, OtherTextIsRefused) {
  for (const char* text : {"", "{}", "[]", "{\"i\":{}}", "{\"i\":[],\"p\":[]}", "{\"i\":{\"a\":0},\"p\":[]}",
                           "{\"i\":{\"a\":100},\"p\":[]}", "{\"i\":{\"a b\":1},\"p\":[]}",
                           "{\"i\":{\"a\":\"1\"},\"p\":[]}", "{\"i\":{\"a\":1},\"p\":[1]}",
                           "{\"i\":{\"a\":1},\"p\":[[\"x\",\"y\",\"z\"]]}", "{\"i\":{\"a\":1},\"p\":[]} ,"}) {
    EXPECT_FALSE(decode_basket(text)) << text;
  }
  EXPECT_TRUE(decode_basket("{\"i\":{\"a\":1},\"p\":[]}"));
}

TEST(Basket, BillMultipliesAndAdds) {
  const auto made = bill({.items = {{"a", 3}, {"b", 2}}}, catalogue);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->total, (Money{800, *Currency::parse("JPY")}));
  ASSERT_EQ(made->lines.size(), 2U);
  EXPECT_EQ(made->lines[0].sum.minor, 300);
  EXPECT_EQ(made->lines[1].quantity, 2);
}

TEST(Basket, BillOfNothingIsZero) {
  const auto made = bill({}, catalogue);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->total, (Money{0, *Currency::parse("JPY")}));
}

TEST(Basket, BillIsBounded) {
  EXPECT_TRUE(bill({.items = {{"dear", 1}}}, catalogue));
  EXPECT_EQ(bill({.items = {{"dear", 2}}}, catalogue).error().code, "basket-amount");
  EXPECT_EQ(bill({.items = {{"a", 1}, {"dear", 1}}}, catalogue).error().code, "basket-amount");
}

TEST(Basket, TicksAddAndTakeOutAndKeepQuantities) {
  Basket basket{.items = {{"a", 3}, {"b", 2}}};
  ASSERT_TRUE(set_ticks(basket, Views{"a", "b"}, Views{"a"}, catalogue));
  EXPECT_EQ(basket.items, (decltype(basket.items){{"a", 3}}));
  ASSERT_TRUE(set_ticks(basket, Views{"b"}, Views{"b"}, catalogue));
  EXPECT_EQ(basket.items, (decltype(basket.items){{"a", 3}, {"b", 1}}));
}

TEST(Basket, TicksOfUnknownOrUnshownProductsDoNothing) {
  Basket basket{.items = {{"a", 3}}};
  ASSERT_TRUE(set_ticks(basket, Views{"nothing"}, Views{"nothing", "b"}, catalogue));
  EXPECT_EQ(basket.items, (decltype(basket.items){{"a", 3}}));
}

TEST(Basket, RefusedTicksLeaveTheBasketAsItWas) {
  Basket basket{.items = {{"a", 1}}};
  const Basket before = basket;
  EXPECT_EQ(set_ticks(basket, Views{"euro"}, Views{"euro"}, catalogue).error().code, "basket-currency");
  EXPECT_EQ(set_ticks(basket, Views{"dear"}, Views{"dear"}, catalogue).error().code, "basket-amount");
  EXPECT_EQ(basket, before);
}

TEST(Basket, HoldsFiftyLines) {
  std::vector<Product> many;
  for (int i = 0; i < 51; ++i) many.push_back(product("p" + std::to_string(i), 1));
  const Catalogue large(1, many);
  Views skus;
  for (const Product& p : large.products()) skus.push_back(p.sku);
  Basket basket;
  EXPECT_EQ(set_ticks(basket, skus, skus, large).error().code, "basket-full");
  skus.pop_back();
  EXPECT_TRUE(set_ticks(basket, skus, skus, large));
}

TEST(Basket, QuantitiesAreSetAndZeroTakesOut) {
  Basket basket{.items = {{"a", 3}, {"b", 2}}};
  const std::pair<std::string, int> quantities[] = {{"a", 99}, {"b", 0}};
  ASSERT_TRUE(set_quantities(basket, quantities, catalogue));
  EXPECT_EQ(basket.items, (decltype(basket.items){{"a", 99}}));
}

TEST(Basket, PruningTakesOutWhatIsNotSoldAnyMore) {
  Basket basket{.items = {{"a", 3}, {"euro", 1}, {"gone", 2}}};
  EXPECT_TRUE(prune(basket, catalogue));
  EXPECT_EQ(basket.items, (decltype(basket.items){{"a", 3}}));
  EXPECT_FALSE(prune(basket, catalogue));
}

TEST(Basket, OnlyTheLastFourHandOversAreRemembered) {
  Basket basket;
  for (const char first : {'1', '2', '3', '4', '5', '5'}) handed_over(basket, first + number_1.substr(1), code_1);
  ASSERT_EQ(basket.pending.size(), 4U);
  EXPECT_EQ(basket.pending.front().number[0], '2');
}

TEST(Basket, BoughtItemsAreTakenOutOnce) {
  Basket basket{.items = {{"a", 3}}};
  handed_over(basket, number_1, code_1);
  const Progress waiting[] = {{number_1, State::pending}};
  EXPECT_FALSE(outcomes_shown(basket, waiting));
  const Progress ok[] = {{number_1, State::ok}};
  EXPECT_TRUE(outcomes_shown(basket, ok));
  EXPECT_TRUE(basket.empty());
}

TEST(Basket, OtherItemsAndOtherOutcomesKeepTheBasket) {
  Basket basket{.items = {{"a", 3}}};
  handed_over(basket, number_1, code_1);
  handed_over(basket, number_2, code_1);
  const Progress declined[] = {{number_1, State::no}};
  EXPECT_TRUE(outcomes_shown(basket, declined));
  EXPECT_EQ(basket.items.size(), 1U);
  basket.items["b"] = 1;  // filled on while the purchase was under way
  const Progress ok[] = {{number_2, State::ok}};
  EXPECT_TRUE(outcomes_shown(basket, ok));
  EXPECT_EQ(basket.items.size(), 2U);
  EXPECT_TRUE(basket.pending.empty());
}

}  // namespace
}  // namespace sealcart::mall
