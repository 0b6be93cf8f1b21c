#include "shipping/rules/acceptance.h"

#include <gtest/gtest.h>

#include <vector>

namespace sealcart::shipping {
namespace {

// Each flaw makes exactly one status; flaws are listed in order of precedence.
struct Flaw {
  AcceptStatus status;
  void (*apply)(AcceptCommand&, AcceptState&);
};
const std::vector<Flaw> flaws = {
    {AcceptStatus::already_answered, [](AcceptCommand&, AcceptState& s) { s.answered = true; }},
    {AcceptStatus::request_expired, [](AcceptCommand&, AcceptState& s) { s.expired = true; }},
    {AcceptStatus::rejected, [](AcceptCommand& c, AcceptState&) { c.decision = Decision::reject; }},
    {AcceptStatus::not_carried, [](AcceptCommand&, AcceptState& s) { s.carried = false; }},
    {AcceptStatus::address_faulty, [](AcceptCommand&, AcceptState& s) { s.address_sound = false; }},
};

TEST(Acceptance, AcceptsWhenNothingIsWrong) { EXPECT_EQ(decide({}, {}), AcceptStatus::accepted); }

TEST(Acceptance, EveryFlawHasItsStatusAndTheEarlierOneWins) {
  for (std::size_t first = 0; first < flaws.size(); ++first) {
    for (std::size_t second = first; second < flaws.size(); ++second) {
      AcceptCommand command;
      AcceptState state;
      flaws[first].apply(command, state);
      flaws[second].apply(command, state);
      EXPECT_EQ(decide(command, state), flaws[first].status)
          << name(flaws[first].status) << " before " << name(flaws[second].status);
    }
  }
}

TEST(Acceptance, TheMallHearsOnlyOfAnswersThatAreFinal) {
  using enum AcceptStatus;
  EXPECT_EQ(outcome(accepted), protocol::Outcome::ok);
  EXPECT_EQ(outcome(not_carried), protocol::Outcome::no);
  EXPECT_EQ(outcome(rejected), protocol::Outcome::ng);
  for (AcceptStatus status : {already_answered, request_expired, address_faulty}) {
    EXPECT_EQ(outcome(status), std::nullopt) << name(status);
  }
}

TEST(Acceptance, CarriesItsOwnSizesServicesAndCashOnlyWhereOffered) {
  const protocol::CarrierTerms terms{{{"60", 600, 2000}, {"80", 800, 5000}}, {"standard"}, false};
  const Money yen{100, *Currency::parse("JPY")};
  struct Row {
    std::vector<std::string> parcels;
    const char* service;
    bool cash, carried;
  };
  for (const Row& row : {Row{{"60"}, "standard", false, true},
                         {{"60", "80", "60"}, "standard", false, true},
                         {{"60", "100"}, "standard", false, false},
                         {{"60"}, "express", false, false},
                         {{"60"}, "standard", true, false}}) {
    protocol::ShippingRequest request{.parcels = row.parcels, .service = row.service};
    if (row.cash) request.cash_on_delivery = yen;
    EXPECT_EQ(carries(terms, request), row.carried) << row.service << ' ' << row.parcels.size();
  }
  protocol::CarrierTerms collecting = terms;
  collecting.cash_on_delivery = true;
  EXPECT_TRUE(carries(collecting, {.parcels = {"60"}, .service = "standard", .cash_on_delivery = yen}));
}

}  // namespace
}  // namespace sealcart::shipping
