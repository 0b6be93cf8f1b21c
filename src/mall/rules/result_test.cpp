#include "mall/rules/result.h"

#include <gtest/gtest.h>

#include <functional>

namespace sealcart::mall {
namespace {

const Currency jpy = *Currency::parse("JPY");
const Currency eur = *Currency::parse("EUR");

Handover payment() {
  Handover h{.number = "number", .partner = "credit-a", .sealed_goods = "goods", .amount = Money{3015, jpy}};
  h.request_hash = "request-hash";
  h.expires = {1000};
  return h;
}

Handover parcel(std::optional<Money> collects = {}) {
  Handover h = payment();
  h.role = Role::shipping;
  h.amount = collects;
  h.parcels = {"80"};
  h.service = "standard";
  return h;
}

Reply reply(State outcome = State::ok) {
  Reply r{outcome, {"number", "goods"}, "request-hash", Money{3015, jpy}, {}};
  if (outcome == State::ok) r.gives = protocol::Named{"receipt", "customer"};
  return r;
}

struct Case {
  Handover handover = payment();
  Reply result = reply();
  std::string issuer = "credit-a";
  std::string hash = "result-hash";
  bool known = true, shipped = false;
  Acceptance accepted() const { return accept(known ? &handover : nullptr, shipped, result, issuer, hash); }
};

// Each fault, in order of precedence: what brings it about, and what it is called.
struct Fault {
  Acceptance acceptance;
  const char* name;
  int status;
  const char* code;
  std::function<void(Case&)> bring;
};
const Fault faults[] = {
    {Acceptance::unknown_purchase, "unknown_purchase", 404, "purchase-unknown", [](Case& c) { c.known = false; }},
    {Acceptance::other_issuer, "other_issuer", 403, "result-issuer", [](Case& c) { c.issuer = "credit-b"; }},
    {Acceptance::other_request, "other_request", 409, "result-request",
     [](Case& c) { c.result.request_hash = "another"; }},
    {Acceptance::other_amount, "other_amount", 409, "result-amount", [](Case& c) { c.result.amount->minor = 3014; }},
    {Acceptance::other_goods, "other_goods", 409, "result-goods", [](Case& c) { c.result.purchase.sealed = "others"; }},
    {Acceptance::conflict, "conflict", 409, "result-conflict",
     [](Case& c) {
       c.handover.state = State::no;
       c.handover.reply_hash = "earlier";
     }},
    {Acceptance::superseded, "superseded", 409, "result-superseded", [](Case& c) { c.shipped = true; }},
};

TEST(Result, IsAppliedToAPendingPurchase) { EXPECT_EQ(Case().accepted(), Acceptance::apply); }

TEST(Result, EachGuardAloneIsSeen) {
  for (const Fault& fault : faults) {
    Case c;
    fault.bring(c);
    EXPECT_EQ(name(c.accepted()), fault.name);
    const auto refused = refusal(c.accepted());
    ASSERT_TRUE(refused) << fault.name;
    EXPECT_EQ(refused->status, fault.status);
    EXPECT_EQ(refused->code, fault.code);
  }
}

TEST(Result, OfTwoFaultsTheEarlierIsNamed) {
  for (std::size_t first = 0; first < std::size(faults); ++first) {
    for (std::size_t second = first + 1; second < std::size(faults); ++second) {
      Case c;
      faults[second].bring(c);
      faults[first].bring(c);
      EXPECT_EQ(name(c.accepted()), faults[first].name) << "with " << faults[second].name;
    }
  }
}

TEST(Result, CurrencyCounts) {
  Case c;
  c.result.amount->currency = eur;
  EXPECT_EQ(c.accepted(), Acceptance::other_amount);
}

TEST(Result, FieldsAreThoseOfTheDisclosureMode) {
  Case c;
  c.handover.disclosure = protocol::Disclosure::number_only;
  EXPECT_EQ(c.accepted(), Acceptance::other_goods) << "goods where none were sent";
  c.result.purchase.sealed.reset();
  EXPECT_EQ(c.accepted(), Acceptance::apply);
  c.handover.disclosure = protocol::Disclosure::sealed_only;
  EXPECT_EQ(c.accepted(), Acceptance::other_goods) << "the number where the seal was sent";
  c.result.purchase.name = "goods";
  EXPECT_EQ(c.accepted(), Acceptance::apply);
}

TEST(Result, TheSameDocumentAgainIsAReplay) {
  for (const State outcome : {State::ok, State::no, State::ng}) {
    Case c;
    c.result = reply(outcome);
    answer(c.handover, c.result, c.hash, {5});
    EXPECT_EQ(c.accepted(), Acceptance::replay);
    EXPECT_FALSE(refusal(c.accepted()));
    c.shipped = true;
    EXPECT_EQ(c.accepted(), Acceptance::replay) << "also when it is the one that was accepted";
  }
}

TEST(Result, TheSameAnswerSignedAnewIsAReplay) {
  Case c;
  answer(c.handover, c.result, "signed earlier", {5});
  EXPECT_EQ(c.accepted(), Acceptance::replay);
}

TEST(Result, ADifferentAnswerIsAConflict) {
  const std::function<void(Reply&)> changes[] = {
      [](Reply& r) { r.gives->name = "another"; }, [](Reply& r) { r.gives->sealed = "another"; },
      [](Reply& r) { r.gives->sealed.reset(); },   [](Reply& r) { r = reply(State::no); },
      [](Reply& r) { r = reply(State::ng); },
  };
  for (const auto& change : changes) {
    Case c;
    answer(c.handover, c.result, "signed earlier", {5});
    change(c.result);
    EXPECT_EQ(c.accepted(), Acceptance::conflict);
  }
  Case c;
  answer(c.handover, reply(State::no), "signed earlier", {5});
  c.result = reply(State::ng);
  EXPECT_EQ(c.accepted(), Acceptance::conflict);
}

TEST(Result, AReceiptNamesNoAmount) {
  Case c;
  c.result.amount.reset();
  EXPECT_EQ(c.accepted(), Acceptance::other_amount) << "a settlement does";
  c.handover = parcel(Money{3015, jpy});
  EXPECT_EQ(c.accepted(), Acceptance::apply);
}

TEST(Result, OfTwoCompaniesTheFirstToAcceptBringsTheParcel) {
  Case c;
  c.handover = parcel();
  c.shipped = true;
  EXPECT_EQ(c.accepted(), Acceptance::superseded);
  c.result = reply(State::ng);
  EXPECT_EQ(c.accepted(), Acceptance::apply) << "the other may be rejected";
}

TEST(Result, AnsweringKeepsWhatTheResultSays) {
  Handover h = payment();
  answer(h, reply(), "hash", {2000});  // after the request ran out: the money moved all the same
  EXPECT_EQ(h.state, State::ok);
  EXPECT_EQ(h.reply, (protocol::Named{"receipt", "customer"}));
  EXPECT_EQ(h.reply_hash, "hash");
  EXPECT_EQ(h.answered, Time{2000});
}

TEST(Bought, IsDecidedByWhoCollects) {
  struct Row {
    State before;
    Handover handover;
    State answered, after;
    bool others_wait = false;
  };
  const Handover at_door = parcel(Money{3015, jpy});
  const Row rows[] = {
      {State::pending, payment(), State::ok, State::ok},
      {State::pending, payment(), State::no, State::no},
      {State::pending, at_door, State::ok, State::ok},
      {State::pending, at_door, State::ng, State::ng},
      {State::ng, at_door, State::ok, State::ok},
      {State::ok, at_door, State::ng, State::ok},
      {State::ok, parcel(), State::ng, State::ok},
      {State::ok, parcel(), State::ok, State::ok},
      {State::pending, at_door, State::ng, State::pending, true},
      {State::pending, at_door, State::ok, State::ok, true},
  };
  for (Row row : rows) {
    row.handover.state = row.answered;
    EXPECT_EQ(name(bought(row.before, row.handover, row.others_wait)), name(row.after))
        << name(row.before) << name(row.answered);
  }
}

TEST(Purchase, SeemsExpiredAMinuteAfterItsRequest) {
  Handover h = payment();
  EXPECT_FALSE(seems_expired(h, {1060}));
  EXPECT_TRUE(seems_expired(h, {1061}));
  h.state = State::ok;
  EXPECT_FALSE(seems_expired(h, {1061}));
}

TEST(Purchase, MayBeShippedOncePaidAndUntilAccepted) {
  Purchase p{
      .number = "number", .total = {3015, jpy}, .physical = true, .kept_goods = "kept", .handovers = {payment()}};
  EXPECT_FALSE(may_ship(p)) << "not paid";
  p.handovers[0].state = State::ok;
  EXPECT_TRUE(may_ship(p));
  p.handovers.push_back(parcel());
  EXPECT_TRUE(may_ship(p)) << "another company may be chosen while one has not answered";
  EXPECT_EQ(waiting_for(p, "credit-a", "standard", {999}), &p.handovers[1]);
  EXPECT_EQ(waiting_for(p, "credit-a", "express", {999}), nullptr);
  EXPECT_EQ(waiting_for(p, "credit-a", "standard", {1000}), nullptr) << "run out";
  p.handovers[1].state = State::ng;
  EXPECT_TRUE(may_ship(p));
  EXPECT_EQ(waiting_for(p, "credit-a", "standard", {999}), nullptr);
  p.handovers[1].state = State::ok;
  EXPECT_FALSE(may_ship(p));
  p.handovers = {parcel(Money{3015, jpy})};
  EXPECT_TRUE(may_ship(p)) << "cash on delivery";
  p.physical = false;
  EXPECT_FALSE(may_ship(p));
}

}  // namespace
}  // namespace sealcart::mall
