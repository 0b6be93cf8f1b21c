#include "mall/rules/result.h"

#include <gtest/gtest.h>

#include <functional>

namespace sealcart::mall {
namespace {

const Currency jpy = *Currency::parse("JPY");
const Currency eur = *Currency::parse("EUR");

Purchase purchase() {
  Purchase p{.number = "number", .sealed_goods = "goods", .amount = {3015, jpy}, .partner = "credit-a"};
  p.request_hash = "request-hash";
  p.expires = {1000};
  return p;
}

protocol::SettlementResult result(protocol::Outcome outcome = protocol::Outcome::ok) {
  protocol::SettlementResult r{.outcome = outcome, .purchase = "number", .goods = "goods", .amount = {3015, jpy}};
  r.request_hash = "request-hash";
  if (outcome == protocol::Outcome::ok) {
    r.receipt = "receipt";
    r.customer = "customer";
  }
  return r;
}

struct Case {
  Purchase purchase = mall::purchase();
  protocol::SettlementResult result = mall::result();
  std::string issuer = "credit-a";
  std::string hash = "result-hash";
  bool known = true;
  Acceptance accepted() const { return accept(known ? &purchase : nullptr, result, issuer, hash); }
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
    {Acceptance::other_amount, "other_amount", 409, "result-amount", [](Case& c) { c.result.amount.minor = 3014; }},
    {Acceptance::other_goods, "other_goods", 409, "result-goods", [](Case& c) { c.result.goods = "others"; }},
    {Acceptance::conflict, "conflict", 409, "result-conflict",
     [](Case& c) {
       c.purchase.state = State::no;
       c.purchase.result_hash = "earlier";
     }},
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
  c.result.amount.currency = eur;
  EXPECT_EQ(c.accepted(), Acceptance::other_amount);
}

TEST(Result, FieldsAreThoseOfTheDisclosureMode) {
  Case c;
  c.purchase.disclosure = protocol::Disclosure::number_only;
  EXPECT_EQ(c.accepted(), Acceptance::other_goods) << "goods where none were sent";
  c.result.goods.reset();
  EXPECT_EQ(c.accepted(), Acceptance::apply);
  c.purchase.disclosure = protocol::Disclosure::sealed_only;
  EXPECT_EQ(c.accepted(), Acceptance::other_goods) << "the number where the seal was sent";
  c.result.purchase = "goods";
  EXPECT_EQ(c.accepted(), Acceptance::apply);
}

TEST(Result, TheSameDocumentAgainIsAReplay) {
  for (const auto outcome : {protocol::Outcome::ok, protocol::Outcome::no, protocol::Outcome::ng}) {
    Case c;
    c.result = result(outcome);
    settle(c.purchase, c.result, c.hash, {5});
    EXPECT_EQ(c.accepted(), Acceptance::replay);
    EXPECT_FALSE(refusal(c.accepted()));
  }
}

TEST(Result, TheSameAnswerSignedAnewIsAReplay) {
  Case c;
  settle(c.purchase, c.result, "signed earlier", {5});
  EXPECT_EQ(c.accepted(), Acceptance::replay);
}

TEST(Result, ADifferentAnswerIsAConflict) {
  const std::function<void(protocol::SettlementResult&)> changes[] = {
      [](auto& r) { r.receipt = "another"; },
      [](auto& r) { r.customer = "another"; },
      [](auto& r) { r.customer.reset(); },
      [](auto& r) { r = result(protocol::Outcome::no); },
      [](auto& r) { r = result(protocol::Outcome::ng); },
  };
  for (const auto& change : changes) {
    Case c;
    settle(c.purchase, c.result, "signed earlier", {5});
    change(c.result);
    EXPECT_EQ(c.accepted(), Acceptance::conflict);
  }
  Case c;
  settle(c.purchase, result(protocol::Outcome::no), "signed earlier", {5});
  c.result = result(protocol::Outcome::ng);
  EXPECT_EQ(c.accepted(), Acceptance::conflict);
}

TEST(Result, SettlingKeepsWhatTheResultSays) {
  Purchase p = purchase();
  settle(p, result(), "hash", {2000});  // after the request ran out: the money moved all the same
  EXPECT_EQ(p.state, State::ok);
  EXPECT_EQ(p.receipt, "receipt");
  EXPECT_EQ(p.sealed_customer, "customer");
  EXPECT_EQ(p.result_hash, "hash");
  EXPECT_EQ(p.settled, Time{2000});
}

TEST(Purchase, SeemsExpiredAMinuteAfterItsRequest) {
  Purchase p = purchase();
  EXPECT_FALSE(seems_expired(p, {1060}));
  EXPECT_TRUE(seems_expired(p, {1061}));
  p.state = State::ok;
  EXPECT_FALSE(seems_expired(p, {1061}));
}

}  // namespace
}  // namespace sealcart::mall
