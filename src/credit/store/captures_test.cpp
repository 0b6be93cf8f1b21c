#include "credit/store/captures.h"

#include <rapidcheck.h>

#include "credit/store/test_bank.h"

namespace sealcart::credit::store {
namespace {

const Fees fees{.basis_points = 300, .fixed = 10, .chargeback = 100};

class Captures : public testing::TestWithParam<std::string> {
 protected:
  TestBank bank{GetParam()};
  std::int64_t card = bank.card(10'000);

  // The receipt's key of a new OK settlement.
  seal::Digest settled(std::int64_t amount, const std::string& number) {
    std::vector<Settle> one{bank.purchase(card, amount, number)};
    bank.settle_together(one, 1);
    return one[0].receipt_key;
  }
  std::string claim(const seal::Digest& receipt, const std::string& number, std::int64_t amount, bool last = false,
                    const std::string& mall = "mall", const std::string& evidence = "evidence") {
    return code(bank.database->write_now([&](sql::Connection& c) {
      return take_claim(c, {mall, receipt, number, {amount, yen}, last, evidence}, fees, now);
    }));
  }
  std::string refund(const seal::Digest& receipt, const std::string& number, std::int64_t amount) {
    return code(bank.database->write_now([&](sql::Connection& c) {
      return take_refund(c, {"mall", receipt, number, {amount, yen}}, now);
    }));
  }
  std::string give_up(const seal::Digest& receipt) {
    return code(bank.database->write_now([&](sql::Connection& c) { return take_void(c, "mall", receipt, now); }));
  }
  static std::string code(const Expected<void>& answer) { return answer ? "" : answer.error().code; }
  Audit::Total sums() {
    const Audit books = bank.books();
    EXPECT_EQ(books.breaches, std::vector<std::string>{});
    return books.totals.at(0);
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, Captures, testing::ValuesIn(sql::databases()), sql::database_name);

TEST_P(Captures, AClaimMovesWhatWasAuthorisedToWhatIsOwed) {
  const auto receipt = settled(1000, "one");
  EXPECT_EQ(claim(receipt, "c1", 600), "");
  EXPECT_EQ(bank.balance(card, Account::available), 9000);
  EXPECT_EQ(bank.balance(card, Account::authorised), 400);
  EXPECT_EQ(bank.balance(card, Account::used), 600);
  EXPECT_EQ(bank.balance(card, Account::receivable), 600);
  EXPECT_EQ(claim(receipt, "c2", 100, true), "");
  EXPECT_EQ(bank.balance(card, Account::available), 9300);
  EXPECT_EQ(bank.balance(card, Account::authorised), 0);
  const auto total = sums();
  EXPECT_EQ(total.receivable, 700);
  EXPECT_EQ(total.fees, -(28 + 13));
  EXPECT_EQ(total.payable, -(700 - 41));
}

TEST_P(Captures, EachNumberCountsOnce) {
  const auto receipt = settled(1000, "one"), other = settled(1000, "two");
  EXPECT_EQ(claim(receipt, "c1", 600), "");
  EXPECT_EQ(claim(receipt, "c1", 600), "");
  EXPECT_EQ(claim(receipt, "c1", 601), "claim-conflict");
  EXPECT_EQ(claim(receipt, "c1", 600, true), "claim-conflict");
  EXPECT_EQ(claim(receipt, "c1", 600, false, "mall", "other evidence"), "claim-conflict");
  EXPECT_EQ(claim(other, "c1", 600), "claim-conflict");
  EXPECT_EQ(refund(receipt, "r1", 100), "");
  EXPECT_EQ(refund(receipt, "r1", 100), "");
  EXPECT_EQ(refund(receipt, "r1", 99), "refund-conflict");
  EXPECT_EQ(sums().receivable, 500);
}

TEST_P(Captures, RefusesWhatIsTooMuchTooLateOrNotTheirs) {
  const auto receipt = settled(1000, "one");
  EXPECT_EQ(claim(receipt, "c1", 1001), "claim-exceeds");
  EXPECT_EQ(claim(receipt, "c1", 1000, false, "another-mall"), "receipt-unknown");
  EXPECT_EQ(claim(receipt_key("nothing"), "c1", 1000), "receipt-unknown");
  EXPECT_EQ(refund(receipt, "r1", 1), "refund-exceeds");
  EXPECT_EQ(claim(receipt, "c1", 700), "");
  EXPECT_EQ(give_up(receipt), "");
  EXPECT_EQ(give_up(receipt), "");
  EXPECT_EQ(claim(receipt, "c2", 1), "claim-closed");
  EXPECT_EQ(claim(receipt, "c1", 700), "") << "the same again is answered as before";
  EXPECT_EQ(refund(receipt, "r1", 701), "refund-exceeds");
  EXPECT_EQ(refund(receipt, "r2", 700), "");
  EXPECT_EQ(bank.balance(card, Account::available), 10'000);
  EXPECT_EQ(sums().receivable, 0);
}

TEST_P(Captures, AChargebackCostsTheMallAFee) {
  const auto receipt = settled(1000, "one");
  EXPECT_EQ(claim(receipt, "c1", 1000, true), "");
  const auto back = [&](std::int64_t settlement, const std::string& number, std::int64_t amount) {
    return code(bank.database->write_now(
        [&](sql::Connection& c) { return charge_back(c, settlement, number, amount, fees, now); }));
  };
  EXPECT_EQ(back(1, "b1", 300), "");
  EXPECT_EQ(back(1, "b1", 300), "");
  EXPECT_EQ(back(1, "b2", 701), "refund-exceeds");
  EXPECT_EQ(back(99, "b3", 1), "receipt-unknown");
  const auto total = sums();
  EXPECT_EQ(total.receivable, 700);
  EXPECT_EQ(total.fees, -(40 + 100));
  EXPECT_EQ(total.payable, -(1000 - 40 - 300 - 100));
}

TEST_P(Captures, WhatIsOldAndUnclaimedExpiresOnce) {
  settled(1000, "one");
  const auto second = settled(500, "two");
  EXPECT_EQ(claim(second, "c1", 200), "");
  std::vector<Settle> young{bank.purchase(card, 50, "young"), bank.purchase(0, 50, "ng", protocol::Outcome::ng)};
  young[0].at = young[1].at = now + 1000;
  bank.settle_together(young, 1);
  const auto expire_all = [&](Time before) {
    std::int64_t released = 0;
    for (bool more = true; more;) {
      const Expiry some = bank.database->write_now([&](sql::Connection& c) { return expire(c, before, 1, now); });
      released += some.released;
      more = some.more;
    }
    return released;
  };
  EXPECT_EQ(expire_all(now), 0);
  EXPECT_EQ(expire_all(now + 1), 2);
  EXPECT_EQ(expire_all(now + 1), 0);
  EXPECT_EQ(bank.balance(card, Account::authorised), 50);
  EXPECT_EQ(bank.balance(card, Account::available), 10'000 - 50 - 200);
  EXPECT_EQ(claim(second, "c2", 1), "claim-closed");
  EXPECT_EQ(expire_all(now + 2000), 1);
  EXPECT_EQ(sums().authorised, 0);
}

TEST_P(Captures, ManyOfOneReceiptAtOnceNeverExceedIt) {
  const auto receipt = settled(1000, "one");
  std::vector<std::thread> threads;
  std::atomic<int> taken{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      if (claim(receipt, "c" + std::to_string(i % 4), 300).empty()) ++taken;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sums().receivable, 900);
  EXPECT_EQ(taken.load(), 6);
}

TEST_P(Captures, TheBooksShowAClaimThatWasChanged) {
  EXPECT_EQ(claim(settled(1000, "one"), "c1", 600), "");
  const sql::Statement change{"UPDATE mall_item SET amount = 601"};
  bank.database->write_now([&](sql::Connection& c) { c.execute(change); });
  EXPECT_GE(bank.books().breaches.size(), 2U);
}

}  // namespace
}  // namespace sealcart::credit::store
