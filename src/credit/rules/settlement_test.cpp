#include "credit/rules/settlement.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sealcart::credit {
namespace {

const Currency yen = *Currency::parse("JPY");
const Currency euro = *Currency::parse("EUR");

// Each flaw makes exactly one status; flaws are listed in order of precedence.
struct Flaw {
  SettleStatus status;
  void (*apply)(SettleCommand&, SettleState&);
};
const std::vector<Flaw> flaws = {
    {SettleStatus::already_settled, [](SettleCommand&, SettleState& s) { s.settled = true; }},
    {SettleStatus::request_expired, [](SettleCommand&, SettleState& s) { s.expired = true; }},
    {SettleStatus::rejected, [](SettleCommand& c, SettleState&) { c.decision = Decision::reject; }},
    {SettleStatus::locked_out, [](SettleCommand&, SettleState& s) { s.tries_allowed = false; }},
    {SettleStatus::sign_in_failed, [](SettleCommand&, SettleState& s) { s.signed_in = false; }},
    {SettleStatus::locked_by_operator, [](SettleCommand&, SettleState& s) { s.locked_by_operator = true; }},
    {SettleStatus::card_not_theirs, [](SettleCommand&, SettleState& s) { s.card->customers_own = false; }},
    {SettleStatus::other_currency, [](SettleCommand&, SettleState& s) { s.card->currency = euro; }},
    {SettleStatus::card_blocked, [](SettleCommand&, SettleState& s) { s.card->blocked = true; }},
    {SettleStatus::insufficient, [](SettleCommand& c, SettleState& s) { s.card->available = c.amount.minor - 1; }},
};

SettleCommand purchase() { return {Decision::purchase, {3015, yen}}; }
SettleState sound() {
  SettleState state;
  state.signed_in = true;
  state.card = SettleState::Card{true, yen, false, 3015};
  return state;
}

TEST(Settlement, SettlesWhenNothingIsWrongDownToTheLastYen) {
  EXPECT_EQ(decide(purchase(), sound()), SettleStatus::settled);
}

TEST(Settlement, EveryFlawHasItsStatusAndTheEarlierOneWins) {
  for (std::size_t first = 0; first < flaws.size(); ++first) {
    for (std::size_t second = first; second < flaws.size(); ++second) {
      SettleCommand command = purchase();
      SettleState state = sound();
      flaws[first].apply(command, state);
      flaws[second].apply(command, state);
      EXPECT_EQ(decide(command, state), flaws[first].status)
          << name(flaws[first].status) << " before " << name(flaws[second].status);
    }
  }
}

TEST(Settlement, AnUnknownCardFailsToSignInAndNeverSettles) {
  SettleState state;
  EXPECT_EQ(decide(purchase(), state), SettleStatus::sign_in_failed);
  state.signed_in = true;
  EXPECT_EQ(decide(purchase(), state), SettleStatus::card_not_theirs);
}

TEST(Settlement, RejectNeedsNoSignIn) {
  EXPECT_EQ(decide({Decision::reject, {1, yen}}, SettleState{}), SettleStatus::rejected);
}

TEST(Settlement, TheMallHearsOnlyOfAnswersThatAreFinal) {
  using enum SettleStatus;
  EXPECT_EQ(outcome(settled), protocol::Outcome::ok);
  EXPECT_EQ(outcome(card_blocked), protocol::Outcome::no);
  EXPECT_EQ(outcome(insufficient), protocol::Outcome::no);
  EXPECT_EQ(outcome(rejected), protocol::Outcome::ng);
  for (SettleStatus status : {already_settled, request_expired, locked_out, sign_in_failed,
                              SettleStatus::locked_by_operator, card_not_theirs, other_currency}) {
    EXPECT_EQ(outcome(status), std::nullopt) << name(status);
  }
}

}  // namespace
}  // namespace sealcart::credit
