#include "mall/store/catalogue_csv.h"

#include <gtest/gtest.h>

namespace sealcart::mall::store {
namespace {

const std::string head = "sku,name,name_ja,description,description_ja,price,currency,kind,stock,picture\n";

std::string faults(std::string_view text) {
  std::string all;
  for (const CsvFault& fault : read_csv(text).faults) all += std::to_string(fault.line) + ":" + fault.column + " ";
  return all;
}

TEST(CatalogueCsv, ReadsProductsInOrder) {
  const CsvCatalogue read = read_csv("\xEF\xBB\xBF" + head +
                                     "tea,Green tea,緑茶,\"Says \"\"hello\"\", twice\",,3015,EUR,physical,5,tea.png\r\n"
                                     "\r\n"
                                     "song,Song,,\"Two\nlines\",,100,EUR,digital,,\n");
  EXPECT_TRUE(read.faults.empty());
  ASSERT_EQ(read.products.size(), 2U);
  const Product& tea = read.products[0];
  EXPECT_EQ(tea.sku, "tea");
  EXPECT_EQ(tea.name_ja, "緑茶");
  EXPECT_EQ(tea.description_en, "Says \"hello\", twice");
  EXPECT_EQ(tea.price, (Money{3015, *Currency::parse("EUR")}));
  EXPECT_EQ(tea.stock, 5);
  EXPECT_EQ(tea.picture, "tea.png");
  EXPECT_EQ(tea.kind, protocol::GoodsKind::physical);
  EXPECT_EQ(read.products[1].stock, std::nullopt);
  EXPECT_EQ(read.products[1].kind, protocol::GoodsKind::digital);
  EXPECT_EQ(read.products[1].description_en, "Two\nlines");
  EXPECT_LT(tea.position, read.products[1].position);
}

TEST(CatalogueCsv, ColumnsMayComeInAnyOrderAndOptionalOnesMayBeMissing) {
  const CsvCatalogue read = read_csv("currency,kind,price,name,sku\nJPY,physical,1,Tea,tea\n");
  EXPECT_TRUE(read.faults.empty());
  ASSERT_EQ(read.products.size(), 1U);
  EXPECT_EQ(read.products[0].name_en, "Tea");
}

TEST(CatalogueCsv, NamesEachFaultByLineAndColumn) {
  EXPECT_EQ(faults(head + "tea,Tea,,,,1,JPY,physical,,\n"), "");
  EXPECT_EQ(faults(head + "te a,Tea,,,,1,JPY,physical,,\n"), "2:sku ");
  EXPECT_EQ(faults(head + "tea,,,,,1,JPY,physical,,\n"), "2:name ");
  EXPECT_EQ(faults(head + "tea,Tea,,,,1,XXX,physical,,\n"), "2:currency ");
  EXPECT_EQ(faults(head + "tea,Tea,,,,1,JPY,thing,,\n"), "2:kind ");
  for (const char* price : {"", "0", "-1", "1.5", "1 ", "x", "1000000000001", "99999999999999999999"}) {
    EXPECT_EQ(faults(head + "tea,Tea,,,,\"" + price + "\",JPY,physical,,\n"), "2:price ") << price;
  }
  EXPECT_EQ(faults(head + "tea,Tea,,,,1,JPY,physical,-1,\n"), "2:stock ");
  EXPECT_EQ(faults(head + "tea,Tea,,,,1,JPY,physical,many,\n"), "2:stock ");
  EXPECT_EQ(faults(head + "tea,Tea,,,,1,JPY,physical,,../x.png\n"), "2:picture ");
  EXPECT_EQ(faults(head + "tea,Tea,\xE8,,,1,JPY,physical,,\n"), "2:name_ja ");
  EXPECT_EQ(faults(head + "tea," + std::string(101, 'x') + ",,,,1,JPY,physical,,\n"), "2:name ");
}

TEST(CatalogueCsv, CountsLinesOfTheFileAndGoesOnAfterAFault) {
  EXPECT_EQ(faults(head + "tea,Tea,,\"a\nb\nc\",,1,JPY,physical,,\n"  // lines 2 to 4
                          "\n"
                          "tea,Tea,,,,1,JPY,physical,,\n"   // twice
                          "cup,Cup,,,,zero,JPY,thing,,\n"   // two columns
                          "pot,Pot,,,,1,JPY,physical,\n"),  // a field short
            "6:sku 7:price 7:kind 8: ");
}

TEST(CatalogueCsv, RefusesAWrongHeader) {
  EXPECT_EQ(faults(""), "1: ");
  EXPECT_EQ(faults("sku,name,price,currency,kind,colour\n"), "1:colour ");
  EXPECT_EQ(faults("sku,name,price,currency\n"), "1:kind ");
  EXPECT_EQ(faults("sku,name,name,price,currency,kind\n"), "1:name ");
}

TEST(CatalogueCsv, RefusesBrokenQuotes) {
  EXPECT_EQ(faults(head + "tea,\"Tea,,,,1,JPY,physical,,\n"), "2: ");
  EXPECT_EQ(faults(head + "tea,T\"ea,,,,1,JPY,physical,,\n"), "2: ");
}

TEST(CatalogueCsv, WritingGivesWhatIsRead) {
  const std::string text = head + "tea,\"Green, \"\"tea\"\"\",緑茶,\"Two\nlines\",,3015,EUR,physical,5,tea.png\n" +
                           "song,Song,,,,100,EUR,digital,,\n";
  const CsvCatalogue read = read_csv(text);
  ASSERT_TRUE(read.faults.empty());
  EXPECT_EQ(read_csv(write_csv(read.products)).products, read.products);
}

TEST(Pictures, TypeIsByNameAndBytes) {
  EXPECT_EQ(picture_type("a.png", std::string_view("\x89PNG\r\n\x1A\n...")), "image/png");
  EXPECT_EQ(picture_type("a.jpeg", "\xFF\xD8\xFF\xE0"), "image/jpeg");
  EXPECT_EQ(picture_type("a.svg", "<?xml version=\"1.0\"?><svg/>"), "image/svg+xml");
  EXPECT_EQ(picture_type("a.png", "\xFF\xD8\xFF\xE0"), "");
  EXPECT_EQ(picture_type("a.html", "<svg/>"), "");
}

}  // namespace
}  // namespace sealcart::mall::store
