#include "mall/rules/packing.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "protocol/shipping_request.h"

namespace sealcart::mall {
namespace {

const protocol::CarrierTerms terms{
    {{"60", 600, 2000}, {"80", 800, 5000}, {"120", 1200, 15000}, {"160", 1600, 25000}}, {"standard"}, true};
using Classes = std::vector<std::string>;

TEST(Packing, TakesTheSmallestClassThatFits) {
  struct Row {
    std::vector<Load> goods;
    std::optional<Classes> expected;
  };
  const Row rows[] = {
      {{{{200, 200, 150, 500}, 1}}, Classes{"60"}},
      {{{{200, 200, 170, 500}, 1}}, Classes{"60"}},  // 570 mm and the carton's 30 are just 600
      {{{{200, 200, 171, 500}, 1}}, Classes{"80"}},
      {{{{200, 200, 150, 1800}, 1}}, Classes{"60"}},  // with the carton's 200 g just 2 kg
      {{{{200, 200, 150, 1801}, 1}}, Classes{"80"}},
      {{{{100, 100, 100, 100}, 8}}, Classes{"80"}},  // a cube of two by two by two
      {{{{210, 148, 25, 380}, 1}, {{95, 95, 90, 320}, 2}}, Classes{"60"}},
      {{{{500, 500, 500, 20000}, 1}}, Classes{"160"}},
      {{{{500, 500, 500, 20000}, 2}}, Classes{"160", "160"}},
      {{{{1000, 300, 300, 100}, 1}}, std::nullopt},    // longer than any class
      {{{{100, 100, 100, 24'900}, 1}}, std::nullopt},  // heavier
      {{{{500, 500, 500, 20'000}, 20}}, Classes(20, "160")},
      {{{{500, 500, 500, 20'000}, 21}}, std::nullopt},  // more parcels than a request names
      {{{{500, 500, 500, 20'000}, 1}, {{50, 50, 50, 50}, 1}}, Classes{"160"}},
  };
  for (const Row& row : rows) EXPECT_EQ(pack(row.goods, terms), row.expected);
}

TEST(Packing, TheOrderOfEdgesAndLinesDoesNotMatter) {
  const std::vector<Load> one = {{{300, 200, 100, 500}, 2}, {{90, 80, 70, 50}, 3}};
  const std::vector<Load> other = {{{70, 90, 80, 50}, 3}, {{100, 300, 200, 500}, 2}};
  EXPECT_EQ(pack(one, terms), pack(other, terms));
}

TEST(Packing, LargestParcelFirst) {
  EXPECT_EQ(pack({{{600, 500, 400, 24'000}, 1}, {{200, 200, 100, 1500}, 1}}, terms), (Classes{"160", "60"}));
}

// Never fewer parcels than weight alone asks for, never a class too light, and always an answer for small things.
TEST(Packing, HoldsWhatItPromises) {
  EXPECT_TRUE(rc::check([] {
    std::vector<Load> goods;
    std::int64_t weight = 0;
    const int lines = *rc::gen::inRange(1, 8);
    for (int i = 0; i < lines; ++i) {
      const auto edge = [] { return *rc::gen::inRange<std::int64_t>(1, 400); };
      const Size size{edge(), edge(), edge(), *rc::gen::inRange<std::int64_t>(1, 3000)};
      goods.push_back({size, *rc::gen::inRange(1, 6)});
      weight += size.weight_g * goods.back().quantity;
    }
    const auto packed = pack(goods, terms);
    if (!packed) return;
    RC_ASSERT(!packed->empty() && packed->size() <= protocol::max_parcels);
    std::int64_t carried = 0;
    for (const std::string& id : *packed) carried += terms.find_class(id)->weight_g - carton_g;
    RC_ASSERT(carried >= weight);
  }));
}

TEST(Packing, AFullBasketIsPackedQuickly) {
  std::vector<Load> goods;
  for (int i = 0; i < 50; ++i) goods.push_back({{20 + i, 30, 10, 5}, 99});
  EXPECT_TRUE(pack(goods, terms));
}

}  // namespace
}  // namespace sealcart::mall
