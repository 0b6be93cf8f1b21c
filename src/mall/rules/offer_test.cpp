#include "mall/rules/offer.h"

#include <gtest/gtest.h>

#include <functional>

namespace sealcart::mall {
namespace {

const Currency jpy = *Currency::parse("JPY");

const Offer offer{"01h455vb4pex5vsknk084sn02q", "credit-a", "digest", {3015, jpy}, {1000}};
Present present() { return {"credit-a", true, false, "digest", {3015, jpy}, {999}}; }

struct Fault {
  const char* name;
  std::function<void(Present&)> bring;
};
const Fault faults[] = {
    {"expired", [](Present& p) { p.now = {1000}; }},
    {"company_unknown", [](Present& p) { p.company_known = false; }},
    {"company_unknown", [](Present& p) { p.company = "credit-b"; }},
    {"basket_empty", [](Present& p) { p.basket_empty = true; }},
    {"changed", [](Present& p) { p.digest = "another"; }},
    {"changed", [](Present& p) { p.total.minor = 3016; }},
    {"changed", [](Present& p) { p.total.currency = *Currency::parse("EUR"); }},
};

TEST(Offer, GoesWhenNothingChanged) { EXPECT_EQ(decide(offer, present()), HandOver::go); }

TEST(Offer, EachGuardAndTheirPrecedence) {
  for (std::size_t first = 0; first < std::size(faults); ++first) {
    for (std::size_t second = first; second < std::size(faults); ++second) {
      Present p = present();
      faults[second].bring(p);
      faults[first].bring(p);
      EXPECT_EQ(name(decide(offer, p)), faults[first].name) << "with " << faults[second].name;
    }
  }
}

TEST(Offer, DecodingGivesWhatWasEncoded) {
  EXPECT_EQ(decode_offer(encode(offer)), offer);
  for (const char* text : {"", "{}", "[]", "[1,2,3,4,5,6]", "[\"x\",\"credit-a\",\"d\",1,\"JPY\",2]",
                           "[\"01h455vb4pex5vsknk084sn02q\",\"credit-a\",\"d\",1,\"XXX\",2]"}) {
    EXPECT_FALSE(decode_offer(text)) << text;
  }
}

}  // namespace
}  // namespace sealcart::mall
