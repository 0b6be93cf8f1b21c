// For tests: a credit company's database of its own, SQLite or (when SEALCART_TEST_POSTGRES names a server) PostgreSQL,
// and the shortest ways to put cards into it and settlements through it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/id.h"
#include "credit/store/customers.h"
#include "credit/store/ledger.h"
#include "credit/store/migrations.h"
#include "credit/store/secrets.h"
#include "credit/store/settle.h"
#include "exchange/store/partners.h"
#include "seal/sign.h"
#include "sql/test_database.h"

namespace sealcart::credit::store {

inline const Currency yen = *Currency::parse("JPY");
inline constexpr Time now{1'800'000'000};

class TestBank {
 public:
  explicit TestBank(const std::string& kind) : place_(kind), secrets(seal::Secret::generate(seal::system_random())) {
    database = sql::Database::open({.url = place_.url()});
    database->migrate(exchange::store::migrations());
    database->migrate(migrations());
    for (auto& lane : lanes_) {
      lane = database->lane(
          [](sql::Connection& connection, sql::Database::Items items) {
            std::vector<Settle*> batch;
            for (void* item : items) batch.push_back(static_cast<Settle*>(item));
            settle(connection, batch);
          },
          32);
    }
  }
  // A card of a new customer.
  std::int64_t card(std::int64_t limit, const Currency& currency = yen) {
    const std::string id = random_id(seal::system_random());
    return database->write_now([&](sql::Connection& c) {
      add_customer(c, {id, "Test Customer", "", "1 Test Street", "1", id + "@example.com", "", "no hash", {}}, now);
      const std::int64_t made = add_card(c, {id, secrets.card.keyed_hash(id), "sealed", "1111", currency}, now);
      EXPECT_TRUE(set_limit(c, made, limit, now));
      return made;
    });
  }

  Settle purchase(std::int64_t card, std::int64_t amount, const std::string& number,
                  protocol::Outcome outcome = protocol::Outcome::ok) {
    Settle op{.purchase_key = protocol::request_key("https://mall.example", number),
              .mall = "mall",
              .purchase = number,
              .request_hash = "hash",
              .outcome = outcome,
              .card = card,
              .amount = {amount, yen},
              .document = "document of " + random_id(seal::system_random()),
              .at = now};
    if (outcome == protocol::Outcome::ok) {
      op.receipt = random_id(seal::system_random());
      op.receipt_key = receipt_key(op.receipt);
      op.sealed_customer = "sealed";
    }
    return op;
  }

  // Submits all from several threads at once, by two lanes as two processes would, and waits for the last.
  void settle_together(std::vector<Settle>& operations, int threads = 4) {
    std::latch done(static_cast<std::ptrdiff_t>(operations.size()));
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> submitters;
    for (int i = 0; i < threads; ++i) {
      submitters.emplace_back([&, i] {
        for (std::size_t at = next++; at < operations.size(); at = next++) {
          lanes_[i % 2]->submit(&operations[at], [&done](std::exception_ptr error) {
            EXPECT_FALSE(error);
            done.count_down();
          });
        }
      });
    }
    for (std::thread& submitter : submitters) submitter.join();
    done.wait();
  }

  std::int64_t balance(std::int64_t card, Account kind) {
    return database->read_now([&](sql::Connection& c) { return last_line(c, account(card, kind)).balance; });
  }
  std::int64_t letters() {
    static const sql::Statement count{"SELECT COUNT(*) FROM outbox"};
    return database->read_now([&](sql::Connection& c) { return c.query(count).integer(0, 0); });
  }
  Audit books() {
    return database->read_now([](sql::Connection& c) { return audit(c); });
  }

 private:
  sql::TestDatabase place_;

 public:
  Secrets secrets;
  std::unique_ptr<sql::Database> database;

 private:
  std::unique_ptr<sql::Database::Lane> lanes_[2];
};

}  // namespace sealcart::credit::store
