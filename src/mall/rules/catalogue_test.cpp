#include "mall/rules/catalogue.h"

#include <gtest/gtest.h>

#include "mall/rules/fold.h"

namespace sealcart::mall {
namespace {

Product product(std::string sku, std::string name_en, std::string name_ja, std::string description_en = "") {
  Product p{.sku = std::move(sku), .price = {1, *Currency::parse("EUR")}};
  p.name_en = std::move(name_en);
  p.name_ja = std::move(name_ja);
  p.description_en = std::move(description_en);
  return p;
}

Catalogue catalogue() {
  Product gone = product("gone", "Old Tea", "");
  gone.active = false;
  return {3,
          {product("tea", "Green Tea", "りょくちゃ", "From Élise's garden"), product("cup", "Tea CUP", "ティーカップ"),
           gone}};
}

std::string found(const Catalogue& in, std::string_view words, bool japanese = false) {
  std::string skus;
  for (const Product* p : in.search(words, japanese)) skus += p->sku + " ";
  return skus;
}

TEST(Catalogue, SearchesWordsInTheLanguageOfThePage) {
  const Catalogue c = catalogue();
  EXPECT_EQ(found(c, ""), "tea cup ");
  EXPECT_EQ(found(c, "TEA"), "tea cup ");
  EXPECT_EQ(found(c, "cup tea"), "cup ");
  EXPECT_EQ(found(c, "garden"), "tea ");
  EXPECT_EQ(found(c, "éLISE"), "tea ");
  EXPECT_EQ(found(c, "teafrom"), "") << "a word across name and description";
  EXPECT_EQ(found(c, "リョクチャ", true), "tea ");
  EXPECT_EQ(found(c, "かっぷ　てぃー", true), "cup ");
  EXPECT_EQ(found(c, "garden", true), "tea ") << "falls back to the English description";
  EXPECT_EQ(found(c, "Green", true), "");
}

TEST(Catalogue, FindsBySku) {
  const Catalogue c = catalogue();
  ASSERT_NE(c.find("cup"), nullptr);
  EXPECT_EQ(c.find("cup")->name_en, "Tea CUP");
  EXPECT_EQ(c.find("gone"), nullptr);
  EXPECT_EQ(c.currency().code(), "EUR");
  EXPECT_EQ(Catalogue(1, {}).currency().code(), "JPY");
}

TEST(Catalogue, SkuIsShortAndPlain) {
  EXPECT_TRUE(is_sku("Tea_1.b-2"));
  EXPECT_TRUE(is_sku(std::string(40, 'x')));
  for (const std::string& text : {std::string(), std::string(41, 'x'), std::string("a b"), std::string("茶")}) {
    EXPECT_FALSE(is_sku(text)) << text;
  }
}

TEST(Fold, LeavesWhatIsNotUtf8) {
  EXPECT_EQ(fold("\xFF\xE3\x81 A\xF0\x9F\x8D\xB5"), "\xFF\xE3\x81 a\xF0\x9F\x8D\xB5");
  EXPECT_EQ(fold("ＡＢＣ！"), "abc!");
}

}  // namespace
}  // namespace sealcart::mall
