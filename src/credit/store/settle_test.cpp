#include "credit/store/settle.h"

#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "credit/store/test_bank.h"

namespace sealcart::credit::store {
namespace {

using Answer = Settle::Answer;

class SettleStore : public testing::TestWithParam<std::string> {
 protected:
  TestBank bank{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, SettleStore, testing::ValuesIn(sql::databases()), sql::database_name);

std::ptrdiff_t count(const std::vector<Settle>& operations, Answer answer) {
  return std::count_if(operations.begin(), operations.end(), [&](const Settle& op) { return op.answer == answer; });
}

TEST_P(SettleStore, DebitsWritesAndQueues) {
  const std::int64_t card = bank.card(1000);
  std::vector<Settle> operations{bank.purchase(card, 400, "one")};
  bank.settle_together(operations);
  EXPECT_EQ(operations[0].answer, Answer::written);
  EXPECT_EQ(bank.balance(card, Account::available), 600);
  EXPECT_EQ(bank.balance(card, Account::authorised), 400);
  EXPECT_EQ(bank.letters(), 1);
  EXPECT_EQ(bank.books().breaches, std::vector<std::string>{});
}

TEST_P(SettleStore, KeepsNoAndNgWithoutPosting) {
  const std::int64_t card = bank.card(1000);
  std::vector<Settle> operations{bank.purchase(card, 5000, "no", protocol::Outcome::no),
                                 bank.purchase(0, 5000, "ng", protocol::Outcome::ng)};
  bank.settle_together(operations);
  EXPECT_EQ(count(operations, Answer::written), 2);
  EXPECT_EQ(bank.balance(card, Account::available), 1000);
  EXPECT_EQ(bank.letters(), 2);
  EXPECT_EQ(bank.books().settlements, 2);
  EXPECT_EQ(bank.books().breaches, std::vector<std::string>{});
}

TEST_P(SettleStore, OnePurchaseSubmittedSixtyFourTimesIsOneDebitAndOneReceipt) {
  const std::int64_t card = bank.card(1'000'000);
  std::vector<Settle> operations;
  for (int i = 0; i < 64; ++i) operations.push_back(bank.purchase(card, 400, "same"));
  bank.settle_together(operations);
  EXPECT_EQ(count(operations, Answer::written), 1);
  EXPECT_EQ(count(operations, Answer::existing), 63);
  std::set<std::string> receipts, documents;
  for (const Settle& op : operations) {
    receipts.insert(op.existing ? op.existing->receipt : op.receipt);
    documents.insert(op.existing ? op.existing->document : op.document);
  }
  EXPECT_EQ(receipts.size(), 1U);
  EXPECT_EQ(documents.size(), 1U);
  EXPECT_EQ(bank.balance(card, Account::available), 1'000'000 - 400);
  EXPECT_EQ(bank.letters(), 1);
}

TEST_P(SettleStore, RacingForTheLastBalanceSettlesExactlyOne) {
  const std::int64_t card = bank.card(700);
  std::vector<Settle> operations;
  for (int i = 0; i < 32; ++i) operations.push_back(bank.purchase(card, 400, "race " + std::to_string(i)));
  bank.settle_together(operations);
  EXPECT_EQ(count(operations, Answer::written), 1);
  EXPECT_EQ(count(operations, Answer::insufficient), 31);
  EXPECT_EQ(bank.balance(card, Account::available), 300);
}

TEST_P(SettleStore, AReceiptIsGivenOnce) {
  const std::int64_t card = bank.card(1000);
  std::vector<Settle> first{bank.purchase(card, 1, "first")};
  bank.settle_together(first);
  EXPECT_EQ(first[0].answer, Answer::written);
  Settle second = bank.purchase(card, 1, "second");
  second.receipt_key = first[0].receipt_key;
  Settle* batch[] = {&second};
  EXPECT_THROW(bank.database->write_now([&](sql::Connection& c) { settle(c, batch); }), sql::Error);
  EXPECT_EQ(bank.balance(card, Account::available), 999);
}

TEST_P(SettleStore, LoadsWhatIsKnownInOneRow) {
  const std::int64_t card = bank.card(1000);
  std::vector<Settle> operations{bank.purchase(card, 400, "one")};
  bank.settle_together(operations);
  const auto other = protocol::request_key("https://mall.example", "another");
  bank.database->read_now([&](sql::Connection& c) {
    const Known both = load(c, operations[0].purchase_key, card);
    ASSERT_TRUE(both.settled && both.card);
    EXPECT_EQ(both.settled->document, operations[0].document);
    EXPECT_EQ(both.settled->receipt, operations[0].receipt);
    EXPECT_EQ(both.card->available, 600);
    const Known neither = load(c, other, card + 1);
    EXPECT_FALSE(neither.settled || neither.card);
    const Known unknown = load(c, other, bank.secrets.card.keyed_hash("nobody's"));
    EXPECT_FALSE(unknown.settled || unknown.card);
  });
}

// The reference: what one purchase after the other does to one card.
struct Model {
  std::int64_t limit = 0, used = 0;
};

TEST_P(SettleStore, AnyMixOfLimitsAndSettlementsKeepsTheBooks) {
  EXPECT_TRUE(rc::check("books balance after any mix", [&] {
    const auto cards = *rc::gen::inRange(1, 4);
    std::vector<std::int64_t> ids;
    std::vector<Model> models;
    for (int i = 0; i < cards; ++i) {
      models.push_back({*rc::gen::inRange<std::int64_t>(0, 2000), 0});
      ids.push_back(bank.card(models.back().limit));
    }
    const std::string run = random_id(seal::system_random());
    for (int round = *rc::gen::inRange(1, 4); round > 0; --round) {
      std::vector<Settle> operations;
      for (int n = *rc::gen::inRange(1, 12); n > 0; --n) {
        const auto card = static_cast<std::size_t>(*rc::gen::inRange(0, cards));
        const std::string number = run + std::to_string(*rc::gen::inRange(0, 20));
        operations.push_back(bank.purchase(ids[card], *rc::gen::inRange<std::int64_t>(1, 900), number));
      }
      bank.settle_together(operations, 2);
      for (const Settle& op : operations) {
        const auto card = static_cast<std::size_t>(std::find(ids.begin(), ids.end(), op.card) - ids.begin());
        if (op.answer == Answer::written) models[card].used += op.amount.minor;
        RC_ASSERT(op.existing.has_value() == (op.answer == Answer::existing));
      }
      const auto card = static_cast<std::size_t>(*rc::gen::inRange(0, cards));
      const auto limit = *rc::gen::inRange<std::int64_t>(0, 3000);
      const auto set =
          bank.database->write_now([&](sql::Connection& c) { return set_limit(c, ids[card], limit, now); });
      RC_ASSERT(set.has_value() == (limit >= models[card].used));
      if (set) models[card].limit = limit;
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
      RC_ASSERT(bank.balance(ids[i], Account::available) == models[i].limit - models[i].used);
      RC_ASSERT(bank.balance(ids[i], Account::authorised) == models[i].used);
      RC_ASSERT(bank.balance(ids[i], Account::line) == -models[i].limit);
      RC_ASSERT(models[i].used <= models[i].limit);
    }
    RC_ASSERT(bank.books().breaches.empty());
  }));
}

}  // namespace
}  // namespace sealcart::credit::store
