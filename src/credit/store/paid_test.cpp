#include <random>

#include "credit/rules/payment_reference.h"
#include "credit/store/captures.h"
#include "credit/store/customer_desk.h"
#include "credit/store/overview.h"
#include "credit/store/payments.h"
#include "credit/store/payouts.h"
#include "credit/store/statements.h"
#include "credit/store/test_bank.h"

namespace sealcart::credit::store {
namespace {

constexpr std::int64_t day = seconds_per_day;

class Paid : public testing::TestWithParam<std::string> {
 protected:
  TestBank bank{GetParam()};
  Terms terms{.fees = {.basis_points = 200, .chargeback = 3}};

  template <class F>
  auto write(F f) {
    return bank.database->write_now(f);
  }
  template <class F>
  auto read(F f) {
    return bank.database->read_now(f);
  }
  std::string customer_of(std::int64_t card) {
    return read([&](sql::Connection& c) { return account_owner_of(c, card); });
  }
  static std::string account_owner_of(sql::Connection& c, std::int64_t card) {
    static const sql::Statement find{"SELECT customer FROM card WHERE id = $1"};
    return c.query(find, {card}).text(0, 0);
  }
  std::int64_t another_card(const std::string& customer, std::int64_t limit) {
    return write([&](sql::Connection& c) {
      const std::int64_t made = add_card(
          c, {customer, bank.secrets.card.keyed_hash(random_id(seal::system_random())), "sealed", "2222", yen}, now);
      EXPECT_TRUE(set_limit(c, made, limit, now));
      return made;
    });
  }
  seal::Digest captured(std::int64_t card, std::int64_t amount, const std::string& number, Time at = now) {
    std::vector<Settle> one{bank.purchase(card, amount, number)};
    bank.settle_together(one, 1);
    EXPECT_TRUE(write([&](sql::Connection& c) {
      return take_claim(c, {"mall", one[0].receipt_key, number, {amount, yen}, true, ""}, terms.fees, at);
    }));
    return one[0].receipt_key;
  }
  void bill(Time until) {
    write([&](sql::Connection& c) { bill_some(c, until, "", 100, terms, until); });
  }
  std::int64_t pay(const std::string& identity, std::int64_t amount, const std::string& text = "") {
    const BankItem item{.identity = identity, .amount = {amount, yen}, .day = "2027-01-20", .remittance = text};
    write([&](sql::Connection& c) { book_items(c, std::vector<BankItem>{item}, 0, now); });
    return read([](sql::Connection& c) { return list_bank_items(c, std::nullopt, 0, 1)[0].id; });
  }
  std::string matched(std::int64_t item, const std::string& customer) {
    const auto done = write([&](sql::Connection& c) { return match(c, item, customer, now); });
    return done ? "" : done.error().code;
  }
  std::string unmatched(std::int64_t item, const std::string& customer) {
    const auto done = write([&](sql::Connection& c) { return unmatch(c, item, customer, now); });
    return done ? "" : done.error().code;
  }
  StatementRow statement(std::int64_t id) {
    return read([&](sql::Connection& c) { return *find_statement(c, id); });
  }
  std::vector<PayableItem> payable() {
    return read([&](sql::Connection& c) { return payable_items(c, "mall", "JPY", terms, now); });
  }
  void pay_out() {
    write([&](sql::Connection& c) {
      lock_payouts(c, yen);
      NewPayout payout{.number = random_id(seal::system_random()), .mall = "mall", .amount = {0, yen}};
      for (const PayableItem& item : payable_items(c, "mall", "JPY", terms, now)) {
        payout.amount.minor += item.kind == ItemKind::capture ? item.amount - item.fee : -item.amount - item.fee;
        payout.items.push_back(item.id);
      }
      if (payout.amount.minor <= 0) return;
      payout.run = add_payout_run(c, yen, "tester", now);
      add_payout(c, payout, now);
      finish_payout_run(c, payout.run, 1, payout.amount.minor, "file");
    });
  }
  // The check of the books sums up every line, where the desk reads marks and last balances.
  void sound(const std::string& when = "") { EXPECT_EQ(bank.books().breaches, std::vector<std::string>{}) << when; }
};
INSTANTIATE_TEST_SUITE_P(Databases, Paid, testing::ValuesIn(sql::databases()), sql::database_name);

TEST_P(Paid, AWrongMatchIsTakenBackAndThePaymentMatchedAgain) {
  const std::int64_t card = bank.card(1000), other = bank.card(1000);
  const std::string wrong = customer_of(card), right = customer_of(other);
  captured(card, 700, "one");
  captured(other, 700, "two");
  bill(now + day);
  const std::int64_t item = pay("p", 700);
  const std::int64_t first = statement(1).customer == wrong ? 1 : 2;
  EXPECT_EQ(unmatched(item, wrong), "") << "it waits already";
  EXPECT_EQ(matched(item, wrong), "");
  EXPECT_EQ(statement(first).open, 0);
  EXPECT_EQ(payable().size(), 1U);
  EXPECT_EQ(unmatched(item, right), "payment-not-theirs");
  EXPECT_EQ(unmatched(99, right), "payment-unknown");
  EXPECT_EQ(unmatched(item, wrong), "");
  EXPECT_EQ(unmatched(item, wrong), "") << "the same again";
  EXPECT_EQ(statement(first).open, 700);
  EXPECT_EQ(payable().size(), 0U);
  EXPECT_EQ(bank.balance(card, Account::receivable), 700);
  EXPECT_EQ(bank.balance(card, Account::available), 300);
  EXPECT_EQ(bank.books().totals.at(0).suspense, -700);
  sound();
  EXPECT_EQ(matched(item, right), "");
  EXPECT_EQ(statement(3 - first).open, 0);
  EXPECT_EQ(statement(first).open, 700);
  EXPECT_EQ(bank.books().totals.at(0).suspense, 0);
  sound();
}

TEST_P(Paid, EachCardGetsBackWhatItHadOfThePayment) {
  const std::int64_t card = bank.card(1000), second = another_card(customer_of(card), 1000);
  captured(card, 300, "one");
  captured(second, 500, "two");
  bill(now + day);
  const std::int64_t item = pay("p", 900, payment_reference(1));
  EXPECT_EQ(bank.balance(card, Account::receivable), -100);
  EXPECT_EQ(bank.balance(second, Account::receivable), 0);
  EXPECT_EQ(unmatched(item, customer_of(card)), "");
  EXPECT_EQ(bank.balance(card, Account::receivable), 300);
  EXPECT_EQ(bank.balance(second, Account::receivable), 500);
  EXPECT_EQ(statement(1).open, 800);
  sound();
}

TEST_P(Paid, WhatIsSpentMeanwhileIsNotTakenBackUntilTheLimitAllowsIt) {
  const std::int64_t card = bank.card(1000);
  captured(card, 1000, "one");
  bill(now + day);
  const std::int64_t item = pay("p", 1000, payment_reference(1));
  captured(card, 400, "two");
  EXPECT_EQ(unmatched(item, customer_of(card)), "payment-spent");
  EXPECT_EQ(bank.balance(card, Account::receivable), 400);
  EXPECT_TRUE(write([&](sql::Connection& c) { return set_limit(c, card, 1400, now); }));
  EXPECT_EQ(unmatched(item, customer_of(card)), "");
  EXPECT_EQ(bank.balance(card, Account::receivable), 1400);
  sound();
}

TEST_P(Paid, AMallKeepsWhatItWasPaidAndIsNotPaidTwice) {
  const std::int64_t card = bank.card(1000);
  captured(card, 300, "one");
  captured(card, 200, "two");
  bill(now + day);
  const std::int64_t item = pay("p", 300, payment_reference(1));
  pay_out();
  EXPECT_EQ(unmatched(item, customer_of(card)), "");
  EXPECT_EQ(payable().size(), 0U);
  EXPECT_EQ(bank.books().totals.at(0).payable, -196) << "what is owed for the second alone";
  pay("q", 300, payment_reference(1));
  EXPECT_EQ(payable().size(), 0U) << "that covers the first, which is paid out";
  pay("r", 200, payment_reference(1));
  EXPECT_EQ(payable().size(), 1U);
  sound();
}

TEST_P(Paid, AStatementIsPaidByWhicheverCardTheMoneyWentTo) {
  const std::int64_t unused = bank.card(1000), card = another_card(customer_of(unused), 1000);
  captured(card, 700, "one");
  bill(now + day);
  captured(unused, 300, "two", now + 2 * day);
  pay("p", 700, payment_reference(1));
  EXPECT_EQ(bank.balance(unused, Account::receivable), 0);
  EXPECT_EQ(statement(1).open, 0);
  sound();
}

TEST_P(Paid, TheOverdueAreListedByDayAndPagedThrough) {
  std::vector<std::int64_t> cards;
  for (int i = 0; i < 5; ++i) {
    cards.push_back(bank.card(1000));
    captured(cards.back(), 100, std::to_string(i));
  }
  bill(now + day);
  const Time later = now + 40 * day;
  pay("p", 100, payment_reference(2));
  const auto page = [&](std::int64_t before, Time at) {
    std::vector<std::int64_t> ids;
    for (const StatementRow& row : read([&](sql::Connection& c) {
           return list_statements(c, {.overdue = true, .before = before, .most = 2}, at);
         })) {
      ids.push_back(row.id);
    }
    return ids;
  };
  EXPECT_EQ(page(0, now + day), std::vector<std::int64_t>{});
  EXPECT_EQ(page(0, later), (std::vector<std::int64_t>{5, 4}));
  EXPECT_EQ(page(4, later), (std::vector<std::int64_t>{3, 1}));
  EXPECT_EQ(page(1, later), std::vector<std::int64_t>{});
  EXPECT_EQ(read([&](sql::Connection& c) { return overview(c, later); }).overdue, 4);
}

TEST_P(Paid, CustomersAreFoundByTheBeginningOfTheirName) {
  const auto add = [&](const std::string& id, const std::string& name) {
    write([&](sql::Connection& c) {
      add_customer(c, {id, name, "", "1 Test Street", "1", id + "@example.com", "", "no hash", {}}, now);
    });
  };
  add("b", "Test A");
  add("a", "TestA");
  add("c", "test b%");
  add("d", "テスト");
  add("e", "Tesu");
  const auto found = [&](const std::string& asked, const std::string& before, std::int64_t most = 9) {
    std::string ids;
    for (const auto& row : read([&](sql::Connection& c) { return list_customers(c, asked, before, most); })) {
      ids += row.id;
    }
    return ids;
  };
  EXPECT_EQ(found("tes t", ""), "abc");
  EXPECT_EQ(found("tes t", "", 1), "a");
  EXPECT_EQ(found("tes t", "a", 1), "b");
  EXPECT_EQ(found("tes t", "b"), "c");
  EXPECT_EQ(found("tes t", "c"), "");
  EXPECT_EQ(found("テス", ""), "d");
  EXPECT_EQ(found("%", ""), "");
  EXPECT_EQ(found("testb%", ""), "c");
}

TEST_P(Paid, AfterAnyHistoryMarksAndPositionsAreWhatTheLinesAddUpTo) {
  std::mt19937 dice(20'270'119);
  const auto roll = [&](std::size_t sides) { return std::uniform_int_distribution<std::size_t>(0, sides - 1)(dice); };
  std::vector<std::int64_t> cards;
  std::vector<std::string> customers;
  for (int i = 0; i < 3; ++i) {
    cards.push_back(bank.card(1'000'000));
    customers.push_back(customer_of(cards.back()));
    if (i < 2) cards.push_back(another_card(customers.back(), 1'000'000));
  }
  std::vector<seal::Digest> receipts;
  std::int64_t items = 0;
  Time at = now;
  for (int step = 0; step < 150; ++step) {
    const std::string number = "n" + std::to_string(step);
    const auto amount = static_cast<std::int64_t>(1 + roll(500));
    at = at + day;
    switch (roll(8)) {
      case 0:
      case 1:
        receipts.push_back(captured(cards[roll(cards.size())], amount, number, at));
        break;
      case 2:
        if (receipts.empty()) break;
        write([&](sql::Connection& c) {
          static_cast<void>(take_refund(c, {"mall", receipts[roll(receipts.size())], number, {amount, yen}}, at));
        });
        break;
      case 3:
      case 4:
        items = pay(number, 2 * amount);
        static_cast<void>(matched(static_cast<std::int64_t>(1 + roll(static_cast<std::size_t>(items))),
                                  customers[roll(customers.size())]));
        break;
      case 5:
        if (items == 0) break;
        for (const std::string& customer : customers) {
          static_cast<void>(unmatched(static_cast<std::int64_t>(1 + roll(static_cast<std::size_t>(items))), customer));
        }
        break;
      case 6:
        bill(at);
        break;
      default:
        pay_out();
    }
    if (step % 10 == 9) sound("after step " + std::to_string(step));
  }
  const auto total = bank.books().totals.at(0);
  const auto here = read(positions).at(0);
  EXPECT_EQ(here.receivable, total.receivable);
  EXPECT_EQ(here.payable, total.payable);
  EXPECT_EQ(here.bank, total.bank);
  EXPECT_EQ(here.fees, total.fees);
  EXPECT_EQ(here.suspense, total.suspense);
  EXPECT_GT(read([](sql::Connection& c) { return list_statements(c, {}, now); }).size(), 10U);
}

}  // namespace
}  // namespace sealcart::credit::store
