// For tests: a credit company's database of its own, SQLite or (when SEALCART_TEST_POSTGRES names a server) PostgreSQL,
// and the shortest ways to put cards into it and settlements through it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
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

namespace sealcart::credit::store {

inline const Currency yen = *Currency::parse("JPY");
inline constexpr Time now{1'800'000'000};

// Which databases to test: "sqlite" always, "postgres" when there is one.
inline std::vector<std::string> databases() {
  std::vector<std::string> names{"sqlite"};
  if (std::getenv("SEALCART_TEST_POSTGRES") != nullptr) names.emplace_back("postgres");
  return names;
}

inline std::string database_name(const testing::TestParamInfo<std::string>& tested) { return tested.param; }

class TestBank {
 public:
  explicit TestBank(const std::string& kind)
      : name_("credit_test_" + random_id(seal::system_random())),
        secrets(seal::Secret::generate(seal::system_random())) {
    sql::Options options;
    if (kind == "postgres") {
      base_ = std::getenv("SEALCART_TEST_POSTGRES");
      const std::string schema = "CREATE SCHEMA " + name_;
      admin(schema.c_str());
      options.url = base_ + (base_.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + name_;
    } else {
      folder_ = std::filesystem::temp_directory_path() / name_;
      std::filesystem::create_directory(folder_);
      options.url = "sqlite:" + (folder_ / "bank.db").string();
    }
    database = sql::Database::open(options);
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
  ~TestBank() {
    for (auto& lane : lanes_) lane.reset();
    database.reset();
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
    if (!base_.empty()) {
      const std::string schema = "DROP SCHEMA " + name_ + " CASCADE";
      admin(schema.c_str());
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
  void admin(const char* text) {
    const sql::Statement statement{text};
    sql::Database::open({.url = base_, .connections = 1})->write_now([&](sql::Connection& c) { c.execute(statement); });
  }
  std::string name_, base_;
  std::filesystem::path folder_;

 public:
  Secrets secrets;
  std::unique_ptr<sql::Database> database;

 private:
  std::unique_ptr<sql::Database::Lane> lanes_[2];
};

}  // namespace sealcart::credit::store
