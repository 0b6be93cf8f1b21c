#include "core/id.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sealcart {
namespace {

struct Fixed : Random {
  std::byte value{};
  void fill(std::span<std::byte> bytes) override { std::fill(bytes.begin(), bytes.end(), value); }
};

struct Counting : Random {
  std::uint32_t next = 1;
  void fill(std::span<std::byte> bytes) override {
    for (std::byte& b : bytes) b = static_cast<std::byte>((next = next * 1664525 + 1013904223) >> 24);
  }
};

TEST(Id, SpansTheWholeRange) {
  Fixed random;
  EXPECT_EQ(random_id(random), std::string(26, '0'));
  random.value = std::byte{0xff};
  EXPECT_EQ(random_id(random), "7" + std::string(25, 'z'));
}

TEST(Id, UsesEveryBit) {
  // Two inputs that differ in one bit give different numbers.
  struct OneBit : Random {
    int bit = 0;
    void fill(std::span<std::byte> bytes) override {
      std::fill(bytes.begin(), bytes.end(), std::byte{0});
      bytes[static_cast<std::size_t>(bit / 8)] = static_cast<std::byte>(1 << (bit % 8));
    }
  } random;
  std::set<std::string> seen;
  for (random.bit = 0; random.bit < 128; ++random.bit) seen.insert(random_id(random));
  EXPECT_EQ(seen.size(), 128U);
}

TEST(Id, StandsBesideThoseOfItsTime) {
  Counting random;
  std::string last;
  for (const std::int64_t seconds : std::initializer_list<std::int64_t>{1, 2, 256, 1'700'000'000, 4'294'967'295}) {
    const std::string made = dated_id(random, Time{seconds});
    EXPECT_TRUE(is_id(made)) << made;
    EXPECT_LT(last, made);
    EXPECT_NE(made, dated_id(random, Time{seconds}));
    last = std::max(made, dated_id(random, Time{seconds}));
  }
}

TEST(Id, GivesItsBytesInTheOrderOfTheTexts) {
  Counting random;
  for (int i = 0; i < 1000; ++i) {
    const std::string a = random_id(random), b = random_id(random);
    EXPECT_EQ(a < b, *id_bytes(a) < *id_bytes(b));
  }
  struct Known : Random {
    void fill(std::span<std::byte> bytes) override {
      for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(0x10 + i);
    }
  } known;
  const auto bytes = id_bytes(random_id(known));
  ASSERT_TRUE(bytes);
  for (std::size_t i = 0; i < bytes->size(); ++i) EXPECT_EQ((*bytes)[i], 0x10 + i);
  EXPECT_EQ(id_text(*bytes), random_id(known));
  EXPECT_FALSE(id_bytes("8" + std::string(25, '0')));
}

TEST(Id, ParsesWhatItMakesAndNothingElse) {
  Counting random;
  for (int i = 0; i < 1000; ++i) {
    const auto made = PurchaseNumber::make(random, Time{i});
    EXPECT_EQ(PurchaseNumber::parse(made.text()), made);
  }
  const std::string good = random_id(random);
  for (const std::string& bad : {std::string(), good + "0", good.substr(1), "8" + good.substr(1),
                                 "0" + good.substr(2) + "i", "0" + good.substr(2) + "U", "0" + good.substr(2) + " "}) {
    EXPECT_FALSE(PurchaseNumber::parse(bad)) << bad;
  }
}

}  // namespace
}  // namespace sealcart
