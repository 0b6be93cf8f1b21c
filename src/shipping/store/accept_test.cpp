#include "shipping/store/accept.h"

#include <gtest/gtest.h>

#include <latch>
#include <set>
#include <thread>

#include "core/id.h"
#include "exchange/store/partners.h"
#include "protocol/jws.h"
#include "shipping/store/migrations.h"
#include "sql/test_database.h"

namespace sealcart::shipping::store {
namespace {

constexpr Time now{1'800'000'000};
const Currency yen = *Currency::parse("JPY");

class AcceptStore : public testing::TestWithParam<std::string> {
 protected:
  AcceptStore() {
    database_ = sql::Database::open({.url = place_.url()});
    database_->migrate(exchange::store::migrations());
    database_->migrate(migrations());
    for (auto& lane : lanes_) {
      lane = database_->lane(
          [](sql::Connection& connection, sql::Database::Items items) {
            std::vector<Accept*> batch;
            for (void* item : items) batch.push_back(static_cast<Accept*>(item));
            accept(connection, batch);
          },
          32);
    }
  }

  static Accept shipment(const std::string& purchase, protocol::Outcome outcome = protocol::Outcome::ok) {
    Accept op{.request_key = protocol::request_key("https://mall.example", purchase),
              .mall = "mall",
              .purchase = purchase,
              .request_hash = "hash",
              .outcome = outcome,
              .parcels = "60 80",
              .service = "standard",
              .document = "document of " + random_id(seal::system_random()),
              .at = now};
    if (outcome == protocol::Outcome::ok) {
      op.number = random_id(seal::system_random());
      op.number_key = number_key(op.number);
      op.sealed_addressee = "sealed";
    }
    return op;
  }

  // Submits all from several threads at once, by two lanes as two processes would, and waits for the last.
  void accept_together(std::vector<Accept>& operations) {
    std::latch done(static_cast<std::ptrdiff_t>(operations.size()));
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> submitters;
    for (int i = 0; i < 4; ++i) {
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

  std::int64_t letters() {
    static const sql::Statement count{"SELECT COUNT(*) FROM outbox"};
    return database_->read_now([](sql::Connection& c) { return c.query(count).integer(0, 0); });
  }
  std::vector<ShipmentListed> listed(std::int64_t most = 100) {
    return database_->read_now([most](sql::Connection& c) { return list_shipments(c, most); });
  }
  std::optional<Answered> found(const Accept& op) {
    return database_->read_now([&](sql::Connection& c) { return find_answered(c, op.request_key); });
  }
  bool refuses(const Accept& bad) {
    Accept op = bad;
    Accept* batch[] = {&op};
    return sql::error_kind([&] { database_->write_now([&](sql::Connection& c) { accept(c, batch); }); }).has_value();
  }

 private:
  sql::TestDatabase place_{GetParam()};
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<sql::Database::Lane> lanes_[2];
};
INSTANTIATE_TEST_SUITE_P(Databases, AcceptStore, testing::ValuesIn(sql::databases()), sql::database_name);

TEST_P(AcceptStore, WritesAndQueuesEveryOutcome) {
  std::vector<Accept> operations{shipment("ok"), shipment("no", protocol::Outcome::no),
                                 shipment("ng", protocol::Outcome::ng)};
  operations[0].cash_on_delivery = Money{3015, yen};
  operations[0].sealed_goods = "goods";
  for (Accept& op : operations) {
    std::vector<Accept> alone{op};
    accept_together(alone);
    EXPECT_FALSE(alone[0].existing);
    const auto answer = found(op);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->outcome, op.outcome);
    EXPECT_EQ(answer->number, op.number);
    EXPECT_EQ(answer->document, op.document);
  }
  EXPECT_EQ(letters(), 3);
  const auto list = listed();
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[2].number, operations[0].number);
  EXPECT_EQ(list[2].parcels, "60 80");
  EXPECT_EQ(list[2].service, "standard");
  EXPECT_EQ(list[2].cash_on_delivery, (Money{3015, yen}));
  EXPECT_EQ(list[0].cash_on_delivery, std::nullopt);
  EXPECT_EQ(list[0].number, "");
  EXPECT_EQ(listed(1).size(), 1U);
}

TEST_P(AcceptStore, OneRequestSubmittedSixtyFourTimesIsOneShipment) {
  std::vector<Accept> operations;
  for (int i = 0; i < 64; ++i) operations.push_back(shipment("same"));
  accept_together(operations);
  std::set<std::string> numbers, documents;
  int written = 0;
  for (const Accept& op : operations) {
    written += !op.existing;
    numbers.insert(op.existing ? op.existing->number : op.number);
    documents.insert(op.existing ? op.existing->document : op.document);
  }
  EXPECT_EQ(written, 1);
  EXPECT_EQ(numbers.size(), 1U);
  EXPECT_EQ(documents.size(), 1U);
  EXPECT_EQ(letters(), 1);
}

TEST_P(AcceptStore, TheFirstAnswerStands) {
  std::vector<Accept> first{shipment("it", protocol::Outcome::ng)}, second{shipment("it")};
  accept_together(first);
  accept_together(second);
  ASSERT_TRUE(second[0].existing);
  EXPECT_EQ(second[0].existing->outcome, protocol::Outcome::ng);
  EXPECT_EQ(second[0].existing->document, first[0].document);
}

TEST_P(AcceptStore, ManyRequestsAreManyShipments) {
  std::vector<Accept> operations;
  for (int i = 0; i < 100; ++i) operations.push_back(shipment(std::to_string(i)));
  accept_together(operations);
  for (const Accept& op : operations) EXPECT_FALSE(op.existing);
  EXPECT_EQ(listed().size(), 100U);
  EXPECT_EQ(letters(), 100);
}

TEST_P(AcceptStore, RefusesWhatCannotBe) {
  Accept sealed_by_nobody = shipment("a");
  sealed_by_nobody.sealed_addressee.clear();
  EXPECT_TRUE(refuses(sealed_by_nobody));
  Accept without_number = shipment("b");
  without_number.number.clear();
  EXPECT_TRUE(refuses(without_number));
  std::vector<Accept> first{shipment("c")};
  accept_together(first);
  Accept number_twice = shipment("d");
  number_twice.number_key = first[0].number_key;
  EXPECT_TRUE(refuses(number_twice));
  EXPECT_EQ(letters(), 1);
}

}  // namespace
}  // namespace sealcart::shipping::store
