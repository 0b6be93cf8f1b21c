#include "mall/rules/parcels.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sealcart::mall {
namespace {

using Event = protocol::ParcelState;
const Currency jpy = *Currency::parse("JPY");

Goods goods(std::vector<std::pair<int, std::int64_t>> lines) {
  Goods made{{}, jpy};
  for (const auto& [quantity, price] : lines) {
    made.lines.push_back({"sku-" + std::to_string(made.lines.size()), "", quantity, price, {}});
  }
  return made;
}

struct Step {
  ParcelState before;
  Event event;
  std::int64_t at;  // the parcel's state is of second 100
  std::optional<ParcelState> becomes;
};

TEST(Parcel, FollowsItsCompanyWhateverTheOrder) {
  using S = ParcelState;
  const Step steps[] = {
      {S::packed, Event::received, 50, S::received},  // handed over, though nobody said so here
      {S::handed, Event::received, 50, S::received},
      {S::handed, Event::delivered, 50, S::delivered},
      {S::received, Event::dispatched, 101, S::dispatched},
      {S::dispatched, Event::received, 99, {}},
      {S::dispatched, Event::received, 100, {}},
      {S::received, Event::dispatched, 100, S::dispatched},
      {S::failed, Event::dispatched, 101, S::dispatched},
      {S::failed, Event::dispatched, 99, {}},
      {S::dispatched, Event::collected, 101, {}},
      {S::delivered, Event::returned, 200, {}},
      {S::returned, Event::dispatched, 200, {}},
      {S::delivered, Event::delivered, 200, {}},
  };
  for (const Step& step : steps) {
    const Parcel parcel{.state = step.before, .changed = {100}};
    EXPECT_EQ(after(parcel, step.event, {step.at}), step.becomes)
        << name(step.before) << " + " << protocol::name(step.event) << " at " << step.at;
  }
}

TEST(Packing, TakesOutWhatIsPackedAndLosesNothing) {
  EXPECT_TRUE(rc::check("what is packed and what is left are what there was", [] {
    std::vector<std::pair<int, std::int64_t>> lines;
    std::vector<int> quantities;
    const int count = *rc::gen::inRange(1, 6);
    for (int i = 0; i < count; ++i) {
      lines.emplace_back(*rc::gen::inRange(1, 10), *rc::gen::inRange<std::int64_t>(1, 10'000));
      quantities.push_back(*rc::gen::inRange(0, lines.back().first + 1));
    }
    const Goods all = goods(lines);
    const auto packing = pack(all, quantities, false, false);
    if (!packing) {
      RC_ASSERT(packing.error().code == "packing-empty");
      return;
    }
    RC_ASSERT(value_of(packing->packed) + value_of(packing->left) == value_of(all));
  }));
}

TEST(Packing, RefusesWhatCannotBe) {
  const Goods two = goods({{2, 500}, {1, 300}});
  const auto code = [&](std::vector<int> quantities, bool last, bool confirmed) {
    const auto packing = pack(two, quantities, last, confirmed);
    return packing ? std::string() : packing.error().code;
  };
  EXPECT_EQ(code({2}, false, false), "packing-quantity");
  EXPECT_EQ(code({3, 0}, false, false), "packing-quantity");
  EXPECT_EQ(code({-1, 1}, false, false), "packing-quantity");
  EXPECT_EQ(code({0, 0}, false, false), "packing-empty");
  EXPECT_EQ(code({1, 1}, true, false), "packing-left");
  EXPECT_EQ(code({1, 1}, true, true), "");
  EXPECT_EQ(code({1, 1}, false, false), "");
  EXPECT_EQ(code({2, 1}, true, false), "");
}

TEST(Claim, IsForWhatHasLeftAndNeverMoreThanIsHeld) {
  const auto part = [](std::int64_t claimed, std::int64_t value, bool follows) {
    return part_to_claim({.authorised = 1300, .claimed = claimed}, value, follows);
  };
  EXPECT_EQ(part(0, 1300, false)->amount, 1300);
  EXPECT_TRUE(part(0, 1300, false)->last);
  EXPECT_TRUE(part(0, 1300, true)->last) << "nothing is left for what follows";
  EXPECT_EQ(part(0, 500, true)->amount, 500);
  EXPECT_FALSE(part(0, 500, true)->last);
  EXPECT_TRUE(part(500, 500, false)->last) << "the rest will not be sent";
  EXPECT_EQ(part(1000, 500, true)->amount, 300);
  EXPECT_FALSE(part(1300, 500, false));
  EXPECT_FALSE(part_to_claim({.authorised = 1300, .claimed = 500, .last_claimed = true}, 500, false));
  EXPECT_FALSE(part_to_claim({.authorised = 1300, .claimed = 500, .voided = true}, 500, false));
}

}  // namespace
}  // namespace sealcart::mall
