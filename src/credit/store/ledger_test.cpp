#include "credit/store/ledger.h"

#include "credit/store/test_bank.h"

namespace sealcart::credit::store {
namespace {

class LedgerStore : public testing::TestWithParam<std::string> {
 protected:
  TestBank bank{GetParam()};
  void change(const char* text) {
    const sql::Statement statement{text};
    bank.database->write_now([&](sql::Connection& c) { EXPECT_GT(c.execute(statement), 0); });
  }
  void SetUp() override {
    std::vector<Settle> operations{bank.purchase(bank.card(1000), 400, "one"),
                                   bank.purchase(bank.card(500), 500, "two")};
    bank.settle_together(operations);
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, LedgerStore, testing::ValuesIn(sql::databases()), sql::database_name);

TEST_P(LedgerStore, SoundBooksHaveNoBreachAndTheirTotals) {
  const Audit books = bank.books();
  EXPECT_EQ(books.breaches, std::vector<std::string>{});
  EXPECT_EQ(books.entries, 4);
  EXPECT_EQ(books.postings, 8);
  EXPECT_EQ(books.settlements, 2);
  ASSERT_EQ(books.totals.size(), 1U);
  EXPECT_EQ(books.totals[0].settled, 900);
  EXPECT_EQ(books.totals[0].authorised, 900);
}

// Each tampering alone must be found.
TEST_P(LedgerStore, FindsAChangedAmount) {
  change("UPDATE posting SET amount = amount + 1 WHERE account = 18 AND seq = 1");
  EXPECT_FALSE(bank.books().breaches.empty());
}
TEST_P(LedgerStore, FindsAChangedBalance) {
  change("UPDATE posting SET balance = balance + 1 WHERE account = 17 AND seq = 2");
  EXPECT_FALSE(bank.books().breaches.empty());
}
TEST_P(LedgerStore, FindsALostPosting) {
  change("DELETE FROM posting WHERE account = 18 AND seq = 1");
  EXPECT_FALSE(bank.books().breaches.empty());
}
TEST_P(LedgerStore, FindsALostEntryWithAllItsPostings) {
  change("DELETE FROM posting WHERE entry = (SELECT MAX(id) FROM entry)");
  change("DELETE FROM entry WHERE id = (SELECT MAX(id) FROM entry)");
  EXPECT_FALSE(bank.books().breaches.empty());
}
TEST_P(LedgerStore, FindsALostSettlement) {
  change("DELETE FROM settlement WHERE purchase = 'one'");
  EXPECT_FALSE(bank.books().breaches.empty());
}
TEST_P(LedgerStore, FindsASettlementOfAnotherAmount) {
  change("UPDATE settlement SET amount = 399 WHERE purchase = 'one'");
  EXPECT_FALSE(bank.books().breaches.empty());
}

TEST_P(LedgerStore, TheDatabaseItselfRefusesToGoBelowZero) {
  const sql::Statement overdraw{
      "INSERT INTO posting (account, seq, entry, amount, balance) VALUES (17, 3, 1, -601, -1)"};
  EXPECT_THROW(bank.database->write_now([&](sql::Connection& c) { c.execute(overdraw); }), sql::Error);
}

}  // namespace
}  // namespace sealcart::credit::store
