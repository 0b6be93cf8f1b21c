#include "mall/rules/shelf.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sealcart::mall {
namespace {

Product product(std::string sku, std::optional<std::int64_t> stock) {
  return {.sku = std::move(sku), .price = {1, *Currency::parse("JPY")}, .stock = stock};
}
const Product cup = product("cup", 3), book = product("book", 1), song = product("song", std::nullopt);

std::vector<Line> lines(std::initializer_list<std::pair<const Product*, int>> items) {
  std::vector<Line> made;
  for (const auto& [p, quantity] : items) made.push_back({p, quantity, p->price});
  return made;
}

TEST(Shelf, HoldsUntilNothingIsLeft) {
  Shelf shelf;
  EXPECT_FALSE(shelf.hold("1", lines({{&cup, 2}}), {10}));
  EXPECT_EQ(shelf.hold("2", lines({{&cup, 2}}), {10}), "cup");
  EXPECT_FALSE(shelf.hold("3", lines({{&cup, 1}}), {10}));
  EXPECT_EQ(shelf.hold("4", lines({{&cup, 1}}), {10}), "cup");
  shelf.release("1");
  EXPECT_FALSE(shelf.hold("5", lines({{&cup, 2}}), {10}));
}

TEST(Shelf, HoldsAllOrNothing) {
  Shelf shelf;
  ASSERT_FALSE(shelf.hold("1", lines({{&book, 1}}), {10}));
  EXPECT_EQ(shelf.hold("2", lines({{&cup, 3}, {&book, 1}}), {10}), "book");
  EXPECT_FALSE(shelf.hold("3", lines({{&cup, 3}}), {10}));
}

TEST(Shelf, SoldPiecesAreMissingUntilTheStockSaysSo) {
  Shelf shelf;
  ASSERT_FALSE(shelf.hold("1", lines({{&cup, 2}, {&song, 5}}), {10}));
  shelf.sold("1");
  shelf.sold("1");  // the same result twice
  EXPECT_EQ(shelf.unwritten(), (Pieces{{"cup", 2}}));
  EXPECT_EQ(shelf.hold("2", lines({{&cup, 2}}), {10}), "cup");
  shelf.written({{"cup", 2}});
  EXPECT_TRUE(shelf.unwritten().empty());
  EXPECT_FALSE(shelf.hold("2", lines({{&cup, 3}}), {10})) << "the product's stock has not been read again here";
}

TEST(Shelf, UnlimitedStockIsNeverHeld) {
  Shelf shelf;
  EXPECT_FALSE(shelf.hold("1", lines({{&song, 99}}), {10}));
  EXPECT_TRUE(shelf.due({100}, 10).empty());
}

TEST(Shelf, TellsWhatRanOutOldestFirst) {
  Shelf shelf;
  ASSERT_FALSE(shelf.hold("1", lines({{&cup, 1}}), {10}));
  ASSERT_FALSE(shelf.hold("2", lines({{&cup, 1}}), {11}));
  ASSERT_FALSE(shelf.hold("3", lines({{&cup, 1}}), {12}));
  EXPECT_TRUE(shelf.due({9}, 10).empty());
  shelf.release("1");
  EXPECT_EQ(shelf.due({11}, 10), (std::vector<std::string>{"2"}));
  EXPECT_EQ(shelf.due({12}, 10), (std::vector<std::string>{"2", "3"}));
  EXPECT_EQ(shelf.due({12}, 1), (std::vector<std::string>{"2"}));
  shelf.sold("2");
  EXPECT_EQ(shelf.due({12}, 10), (std::vector<std::string>{"3"}));
}

// However holds, sales, releases and writes follow each other, never more is sold than there was.
TEST(Shelf, NeverSellsMoreThanThereIs) {
  EXPECT_TRUE(rc::check([] {
    Shelf shelf;
    Product p = product("cup", 5);
    std::int64_t written = 0;
    const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::inRange(0, 6)));
    int next = 0;
    for (const auto& [kind, which] : steps) {
      if (kind == 0) shelf.hold(std::to_string(next++), {{&p, which % 3 + 1, p.price}}, {0});
      if (kind == 1) shelf.sold(std::to_string(which));
      if (kind == 2) shelf.release(std::to_string(which));
      if (kind == 3) {
        const Pieces pieces = shelf.unwritten();
        for (const auto& [sku, count] : pieces) written += count;
        shelf.written(pieces);
        p.stock = 5 - written;
      }
      const auto sold = shelf.unwritten().find("cup");
      RC_ASSERT(written + (sold == shelf.unwritten().end() ? 0 : sold->second) <= 5);
    }
  }));
}

}  // namespace
}  // namespace sealcart::mall
