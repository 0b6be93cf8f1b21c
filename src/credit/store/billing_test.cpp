#include "credit/rules/payment_reference.h"
#include "credit/store/captures.h"
#include "credit/store/payments.h"
#include "credit/store/payouts.h"
#include "credit/store/statement_mail.h"
#include "credit/store/statements.h"
#include "credit/store/test_bank.h"

namespace sealcart::credit::store {
namespace {

constexpr std::int64_t day = seconds_per_day;

class Billing : public testing::TestWithParam<std::string> {
 protected:
  TestBank bank{GetParam()};
  Terms terms{.fees = {.basis_points = 200}, .payment_days = 14, .dunning_days = 10};
  std::int64_t card = bank.card(10'000);

  template <class F>
  auto write(F f) {
    return bank.database->write_now(f);
  }
  seal::Digest captured(std::int64_t on, std::int64_t amount, const std::string& number, Time at = now) {
    std::vector<Settle> one{bank.purchase(on, amount, number)};
    bank.settle_together(one, 1);
    const ClaimTaken claim{"mall", one[0].receipt_key, number, {amount, yen}, true, "evidence"};
    EXPECT_TRUE(write([&](sql::Connection& c) { return take_claim(c, claim, terms.fees, at); }));
    return one[0].receipt_key;
  }
  std::int64_t bill(Time until, Time at) {
    std::int64_t statements = 0;
    std::string after;
    while (true) {
      const Billed some = write([&](sql::Connection& c) { return bill_some(c, until, after, 1, terms, at); });
      if (some.last.empty()) return statements;
      statements += some.statements;
      after = some.last;
    }
  }
  StatementRow statement(std::int64_t id) {
    return bank.database->read_now([&](sql::Connection& c) { return *find_statement(c, id); });
  }
  std::int64_t reminded(Time at) {
    return write([&](sql::Connection& c) { return remind(c, terms, 100, at); });
  }
  static BankItem paid(const std::string& identity, std::int64_t amount, const std::string& text = "",
                       const std::string& payer = "") {
    return {.identity = identity, .amount = {amount, yen}, .day = "2027-01-20", .payer = payer, .remittance = text};
  }
  Booked book(const std::vector<BankItem>& items) {
    return write([&](sql::Connection& c) { return book_items(c, items, 0, now); });
  }
  void sound() { EXPECT_EQ(bank.books().breaches, std::vector<std::string>{}); }
};
INSTANTIATE_TEST_SUITE_P(Databases, Billing, testing::ValuesIn(sql::databases()), sql::database_name);

TEST_P(Billing, AStatementHoldsWhatIsNewAndIsMadeOnce) {
  captured(card, 700, "one");
  captured(card, 300, "two", now + 2 * day);
  captured(bank.card(500), 200, "another customer's");
  EXPECT_EQ(bill(now + day, now + 3 * day), 2);
  EXPECT_EQ(bill(now + day, now + 3 * day), 0);
  const StatementRow first = statement(1).closing == 700 ? statement(1) : statement(2);
  EXPECT_EQ(first.closing, 700);
  EXPECT_EQ(first.open, 700);
  EXPECT_EQ(first.due, now + 17 * day);
  EXPECT_EQ(first.reference, payment_reference(first.id));
  EXPECT_EQ(bill(now + 4 * day, now + 4 * day), 2);
  const auto list = bank.database->read_now(
      [&](sql::Connection& c) { return list_statements(c, {.customer = first.customer}, now + 5 * day); });
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].opening, 700);
  EXPECT_EQ(list[0].closing, 1000);
  const auto lines = bank.database->read_now([&](sql::Connection& c) { return statement_lines(c, list[0].id); });
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].amount, 300);
  EXPECT_EQ(lines[0].receipt.size(), 26U);
  sound();
}

TEST_P(Billing, RemindersRiseToThreeAndEndWithThePayment) {
  captured(card, 700, "one");
  EXPECT_EQ(bill(now + day, now + day), 1);
  EXPECT_EQ(reminded(now + 15 * day), 0) << "not yet due";
  EXPECT_EQ(reminded(now + 16 * day), 1);
  EXPECT_EQ(reminded(now + 17 * day), 0) << "not yet the next";
  EXPECT_EQ(reminded(now + 26 * day), 1);
  EXPECT_EQ(reminded(now + 36 * day), 1);
  EXPECT_EQ(reminded(now + 90 * day), 0) << "three, and no more";
  EXPECT_EQ(statement(1).level, 3);
  const auto mail = bank.database->read_now([](sql::Connection& c) { return mail_of(c, 1); });
  EXPECT_EQ(mail.size(), 4U);

  const std::int64_t other = bank.card(1000);
  captured(other, 100, "two", now + 40 * day);
  EXPECT_EQ(bill(now + 41 * day, now + 41 * day), 2);
  const std::string reference = payment_reference(3);
  book({paid("p1", statement(3).closing, reference)});
  EXPECT_EQ(statement(3).open, 0);
  EXPECT_EQ(reminded(now + 60 * day), 1) << "the other customer's";
}

TEST_P(Billing, MailIsTakenByOneAtATimeAndItsOutcomeKept) {
  captured(card, 700, "one");
  bill(now + day, now + day);
  const auto take = [&](Time at) { return write([&](sql::Connection& c) { return take_due_mail(c, at, 600); }); };
  const auto first = take(now + day);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->attempts, 1);
  EXPECT_FALSE(take(now + day));
  EXPECT_TRUE(take(now + day + 601)) << "whoever took it has died";
  write([&](sql::Connection& c) { mail_ended(c, first->id, MailState::refused, "550 5.1.1", now); });
  EXPECT_FALSE(take(now + 99 * day));
  write([&](sql::Connection& c) { resend_mail(c, first->id, now); });
  EXPECT_TRUE(take(now + day));
}

TEST_P(Billing, APaymentIsBookedOnceByItsIdentity) {
  captured(card, 700, "one");
  bill(now + day, now + day);
  const std::string text = "thanks " + spaced_reference(payment_reference(1));
  const Booked first = book({paid("a", 500, text), paid("b", 100), paid("a", 500, text)});
  EXPECT_EQ(first.fresh, 2);
  EXPECT_EQ(first.matched, 1);
  EXPECT_EQ(first.waiting, 1);
  EXPECT_EQ(book({paid("a", 500, text), paid("b", 100)}).fresh, 0);
  EXPECT_EQ(bank.balance(card, Account::receivable), 200);
  EXPECT_EQ(bank.balance(card, Account::available), 9800);
  EXPECT_EQ(statement(1).open, 200);
  const auto total = bank.books().totals.at(0);
  EXPECT_EQ(total.bank, 600);
  EXPECT_EQ(total.suspense, -100);
  sound();
}

TEST_P(Billing, WhatIsDoubtfulIsProposedAndMatchedByAPerson) {
  captured(card, 700, "one");
  bill(now + day, now + day);
  book({paid("a", 700, "no reference", "TEST  CUSTOMER"), paid("b", -50, "bank's charges")});
  const auto found = bank.database->read_now([](sql::Connection& c) { return proposals(c, *find_bank_item(c, 1)); });
  ASSERT_FALSE(found.empty());
  EXPECT_TRUE(found[0].by_amount && found[0].by_name);
  const auto code = [&](std::int64_t item, const std::string& customer) {
    const auto done = write([&](sql::Connection& c) { return match(c, item, customer, now); });
    return done ? std::string() : done.error().code;
  };
  EXPECT_EQ(code(1, found[0].customer), "");
  EXPECT_EQ(code(1, found[0].customer), "") << "the same again";
  EXPECT_EQ(code(1, "another"), "payment-taken");
  EXPECT_EQ(code(2, found[0].customer), "payment-outgoing");
  EXPECT_EQ(code(9, found[0].customer), "payment-unknown");
  EXPECT_EQ(bank.balance(card, Account::receivable), 0);
  EXPECT_EQ(bank.books().totals.at(0).suspense, 50);
  sound();
}

TEST_P(Billing, TooMuchIsACreditThatTheNextStatementShows) {
  captured(card, 700, "one");
  bill(now + day, now + day);
  book({paid("a", 1000, payment_reference(1))});
  EXPECT_EQ(bank.balance(card, Account::receivable), -300);
  EXPECT_EQ(bank.balance(card, Account::available), 10'300);
  EXPECT_EQ(bill(now + 2 * day, now + 2 * day), 1);
  EXPECT_EQ(statement(2).closing, -300);
  sound();
}

TEST_P(Billing, AMallIsPaidWhatItsCustomersPaidOldestFirst) {
  captured(card, 700, "one");
  captured(card, 300, "two");
  bill(now + day, now + day);
  const auto payable = [&] {
    return bank.database->read_now([&](sql::Connection& c) { return payable_items(c, "mall", "JPY", terms, now); });
  };
  EXPECT_EQ(payable().size(), 0U);
  book({paid("a", 699, payment_reference(1))});
  EXPECT_EQ(payable().size(), 0U);
  book({paid("b", 1, payment_reference(1))});
  ASSERT_EQ(payable().size(), 1U);
  EXPECT_EQ(payable()[0].amount, 700);
  Terms later = terms;
  later.pay_when_paid = false;
  later.payout_days = 7;
  const auto scheduled = [&](Time at) {
    return bank.database->read_now([&](sql::Connection& c) { return payable_items(c, "mall", "JPY", later, at); })
        .size();
  };
  EXPECT_EQ(scheduled(now + 6 * day), 0U);
  EXPECT_EQ(scheduled(now + 7 * day), 2U);

  write([&](sql::Connection& c) {
    lock_payouts(c, yen);
    const std::int64_t run = add_payout_run(c, yen, "tester", now);
    add_payout(c, {"number", run, "mall", {700 - 14, yen}, {payable_items(c, "mall", "JPY", terms, now)[0].id}}, now);
    finish_payout_run(c, run, 1, 686, "file");
  });
  EXPECT_EQ(payable().size(), 0U);
  EXPECT_EQ(bank.books().totals.at(0).payable, -294);
  EXPECT_EQ(bank.books().totals.at(0).bank, 14);
  BankItem shown = paid("c", -686);
  shown.end_to_end_id = "number";
  EXPECT_EQ(book({shown}).payouts, 1);
  EXPECT_EQ(bank.books().totals.at(0).bank, 14) << "it was booked with the payout";
  sound();
}

TEST_P(Billing, ARefundBeforeThePaymentCountsTowardsIt) {
  const auto receipt = captured(card, 700, "one");
  EXPECT_TRUE(write([&](sql::Connection& c) { return take_refund(c, {"mall", receipt, "r1", {200, yen}}, now); }));
  bill(now + day, now + day);
  EXPECT_EQ(statement(1).closing, 500);
  book({paid("a", 500, payment_reference(1))});
  const auto items =
      bank.database->read_now([&](sql::Connection& c) { return payable_items(c, "mall", "JPY", terms, now); });
  EXPECT_EQ(items.size(), 2U);
  const auto owed = bank.database->read_now([&](sql::Connection& c) { return list_owed(c, terms, now); });
  ASSERT_EQ(owed.size(), 1U);
  EXPECT_EQ(owed[0].amount, 700 - 14 - 200);
  EXPECT_EQ(owed[0].balance, 486);
  EXPECT_FALSE(owed[0].account);
  sound();
}

}  // namespace
}  // namespace sealcart::credit::store
