// A month of a credit company on virtual time, straight through its store: purchases, claims in parts, voids, refunds,
// chargebacks, expiry, statements, payments and payouts, in two currencies. Prints how many of each as JSON.
// usage: credit_month STORE_URL [PURCHASES]
#include <boost/json.hpp>
#include <iostream>
#include <map>
#include <random>

#include "core/id.h"
#include "credit/rules/payment_reference.h"
#include "credit/store/captures.h"
#include "credit/store/customers.h"
#include "credit/store/ledger.h"
#include "credit/store/migrations.h"
#include "credit/store/payments.h"
#include "credit/store/payouts.h"
#include "credit/store/settle.h"
#include "credit/store/statements.h"
#include "desk/store/audit.h"
#include "exchange/store/partners.h"
#include "seal/sign.h"

namespace {

using namespace sealcart;
using namespace sealcart::credit;
using namespace sealcart::credit::store;

constexpr Time start{1'767'225'600};  // 2026-01-01
constexpr std::int64_t days = 31;
constexpr int customers = 120;

class Month {
 public:
  Month(const std::string& url, std::int64_t purchases) : purchases_(purchases) {
    database_ = sql::Database::open({.url = url});
    database_->migrate(exchange::store::migrations());
    database_->migrate(migrations());
  }

  void run() {
    register_customers();
    for (std::int64_t day = 0; day < days; ++day) {
      const Time now = start + day * seconds_per_day + 3600;
      purchase(now, day);
      do_events(now, day);
      if (day == 14 || day == days - 1) bill(now);
      if (day == 17) pay_bills(now);
      if (day == 20) pay_out(now);
    }
    const Time end = start + days * seconds_per_day;
    pay_bills(end);
    write([&](sql::Connection& c) {
      for (Expiry some{.more = true}; some.more;) {
        some = expire(c, end - 20 * seconds_per_day, 500, end);
        counts_["expired"] += some.released;
      }
    });
    pay_out(end);
    boost::json::object out;
    for (const auto& [what, count] : counts_) out[what] = count;
    std::cout << out << std::endl;
  }

 private:
  struct Card {
    std::int64_t id;
    Currency currency;
  };
  struct Event {
    enum What { claim, last_claim, give_up, refund, chargeback } what;
    seal::Digest receipt;
    std::string mall;
    Money amount;
  };

  template <class F>
  void write(F f) {
    database_->write_now(f);
  }
  std::int64_t draw(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(engine_);
  }
  std::string id() { return random_id(seal::system_random()); }

  void register_customers() {
    write([&](sql::Connection& c) {
      for (int i = 0; i < customers; ++i) {
        const std::string customer = id();
        add_customer(c,
                     {customer,
                      "Month Customer " + std::to_string(i),
                      "",
                      "1 Test Street",
                      "1",
                      customer + "@example.com",
                      "",
                      "no hash",
                      {}},
                     start);
        const Currency currency = *Currency::parse(i % 3 == 0 ? "EUR" : "JPY");
        const auto bytes = seal::sha256(seal::bytes(customer));
        const std::int64_t card = add_card(c, {customer, bytes, "sealed", "1111", currency}, start);
        if (!set_limit(c, card, 1'000'000'000, start)) throw std::runtime_error("no limit");
        cards_.push_back({card, currency});
      }
    });
  }

  void purchase(Time now, std::int64_t day) {
    const std::int64_t today = purchases_ * (day + 1) / days - purchases_ * day / days;
    std::vector<Settle> all;
    for (std::int64_t i = 0; i < today; ++i) {
      const Card& card = cards_[static_cast<std::size_t>(draw(0, customers - 1))];
      const std::string receipt = id(), mall = draw(0, 3) == 0 ? "mall-2" : "mall";
      all.push_back({.purchase_key = protocol::request_key("https://mall.example", id()),
                     .mall = mall,
                     .purchase = id(),
                     .request_hash = "hash",
                     .outcome = protocol::Outcome::ok,
                     .receipt = receipt,
                     .receipt_key = receipt_key(receipt),
                     .card = card.id,
                     .amount = {draw(1, 20'000), card.currency},
                     .sealed_customer = "sealed",
                     .document = "document",
                     .at = now});
      plan(all.back(), day);
    }
    for (std::size_t from = 0; from < all.size(); from += 100) {
      std::vector<Settle*> batch;
      for (std::size_t i = from; i < std::min(all.size(), from + 100); ++i) batch.push_back(&all[i]);
      write([&](sql::Connection& c) { settle(c, batch); });
    }
    counts_["purchases"] += today;
  }

  void plan(const Settle& bought, std::int64_t day) {
    const std::int64_t when = day + draw(1, 3), kind = draw(0, 99), whole = bought.amount.minor;
    const auto add = [&](std::int64_t on, Event::What what, std::int64_t amount) {
      if (amount > 0) events_[on].push_back({what, bought.receipt_key, bought.mall, {amount, bought.amount.currency}});
    };
    std::int64_t claimed = whole;
    if (kind < 5) return;  // never claimed
    if (kind < 10) return add(when, Event::give_up, whole);
    if (kind < 25) {
      add(when, Event::claim, whole / 3);
      add(when + 1, Event::last_claim, whole - whole / 3);
    } else if (kind < 32) {
      claimed = whole - whole / 4;
      add(when, Event::last_claim, claimed);
    } else {
      add(when, Event::last_claim, whole);
    }
    const std::int64_t after = draw(0, 199);
    if (after < 10) add(when + draw(2, 8), Event::refund, claimed);
    if (after >= 10 && after < 24) add(when + draw(2, 8), Event::refund, claimed / 3);
    if (after == 24) add(when + 5, Event::chargeback, claimed / 2);
  }

  void do_events(Time now, std::int64_t day) {
    const std::vector<Event>& today = events_[day];
    for (std::size_t from = 0; from < today.size(); from += 100) {
      write([&](sql::Connection& c) {
        for (std::size_t i = from; i < std::min(today.size(), from + 100); ++i) happen(c, today[i], now);
      });
    }
  }

  void happen(sql::Connection& c, const Event& event, Time now) {
    Expected<void> done;
    const char* what = "claims";
    switch (event.what) {
      case Event::claim:
      case Event::last_claim:
        done =
            take_claim(c, {event.mall, event.receipt, id(), event.amount, event.what == Event::last_claim, "evidence"},
                       fees_, now);
        break;
      case Event::give_up:
        done = take_void(c, event.mall, event.receipt, now);
        what = "voids";
        break;
      case Event::refund:
        done = take_refund(c, {event.mall, event.receipt, id(), event.amount}, now);
        what = "refunds";
        break;
      case Event::chargeback:
        done = charge_back(c, lock_held(c, event.receipt)->settlement, id(), event.amount.minor, fees_, now);
        what = "chargebacks";
        break;
    }
    if (!done) throw std::runtime_error(done.error().code);
    ++counts_[what];
  }

  void bill(Time now) {
    write([&](sql::Connection& c) {
      for (std::string after;;) {
        const Billed some = bill_some(c, now, after, 50, terms_, now);
        if (some.last.empty()) break;
        counts_["statements"] += some.statements;
        after = some.last;
      }
    });
  }

  // Most customers pay; some too little or too much, some without the reference.
  void pay_bills(Time now) {
    write([&](sql::Connection& c) {
      std::vector<BankItem> items;
      for (const StatementRow& row : list_statements(c, {.most = customers}, now)) {
        const std::int64_t kind = draw(0, 9);
        if (row.open <= 0 || kind == 0) continue;
        const std::int64_t amount = kind == 1 ? row.open / 2 + 1 : kind == 2 ? row.open + 100 : row.open;
        items.push_back({.identity = id(),
                         .amount = {amount, row.currency},
                         .day = "2026-01-18",
                         .payer = row.customer_name,
                         .remittance = kind == 3 ? "" : row.reference});
      }
      const Booked booked = book_items(c, items, 0, now);
      counts_["payments"] += booked.matched;
      counts_["doubtful"] += booked.waiting;
    });
    write([&](sql::Connection& c) {
      for (const BankItemRow& row : list_bank_items(c, BankItemState::waiting, 0, 4)) {
        const auto found = proposals(c, row);
        if (!found.empty() && match(c, row.id, found[0].customer, now)) ++counts_["matched by hand"];
      }
    });
  }

  void pay_out(Time now) {
    for (const char* code : {"EUR", "JPY"}) {
      write([&](sql::Connection& c) {
        const Currency currency = *Currency::parse(code);
        lock_payouts(c, currency);
        std::int64_t run = 0, total = 0, payouts = 0;
        for (const char* mall : {"mall", "mall-2"}) {
          NewPayout payout{.number = id(), .mall = mall, .amount = {0, currency}};
          for (const PayableItem& item : payable_items(c, mall, code, terms_, now)) {
            payout.amount.minor += (item.kind == ItemKind::capture ? item.amount : -item.amount) - item.fee;
            payout.items.push_back(item.id);
          }
          if (payout.amount.minor <= 0) continue;
          if (run == 0) run = add_payout_run(c, currency, "month", now);
          payout.run = run;
          add_payout(c, payout, now);
          total += payout.amount.minor;
          ++payouts;
        }
        if (run != 0) finish_payout_run(c, run, payouts, total, "");
        counts_["payouts"] += payouts;
      });
    }
  }

  const std::int64_t purchases_;
  const Fees fees_{.basis_points = 325, .fixed = 7, .chargeback = 150};
  const Terms terms_{.fees = fees_};
  std::unique_ptr<sql::Database> database_;
  std::mt19937_64 engine_{20260101};
  std::vector<Card> cards_;
  std::map<std::int64_t, std::vector<Event>> events_;
  std::map<std::string, std::int64_t> counts_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  seal::start();
  Month(argv[1], argc > 2 ? std::stoll(argv[2]) : 10'000).run();
}
