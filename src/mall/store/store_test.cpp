// The mall's tables on real databases: SQLite in a folder of its own, and PostgreSQL when SEALCART_TEST_POSTGRES names
// one.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "mall/store/catalogue.h"
#include "mall/store/migrations.h"
#include "mall/store/purchases.h"
#include "mall/store/results.h"
#include "mall/store/stock.h"
#include "protocol/jws.h"
#include "seal/sign.h"

namespace sealcart::mall::store {
namespace {

const Currency jpy = *Currency::parse("JPY");

class Store : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    seal::start();
    if (GetParam() == "postgres") {
      const char* url = std::getenv("SEALCART_TEST_POSTGRES");
      if (url == nullptr) GTEST_SKIP() << "SEALCART_TEST_POSTGRES is not set";
      database_ = sql::Database::open({.url = url});
    } else {
      char folder[] = "/tmp/mall_store_XXXXXX";
      ASSERT_NE(mkdtemp(folder), nullptr);
      folder_ = folder;
      database_ = sql::Database::open({.url = "sqlite:" + folder_ + "/mall.db"});
    }
    database_->migrate(migrations());
    // A PostgreSQL database may hold what an earlier test left.
    database_->write_now([](sql::Connection& c) {
      static const sql::Statement no_purchase{"DELETE FROM purchase"}, no_product{"DELETE FROM product"},
          no_picture{"DELETE FROM picture"};
      c.execute(no_purchase);
      c.execute(no_product);
      c.execute(no_picture);
    });
  }
  void TearDown() override {
    database_.reset();
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  // A row whose hashes all come from `name`.
  NewPurchase row(std::string name) {
    NewPurchase made{.purchase = {.number = name,
                                  .sealed_goods = "goods of " + name,
                                  .amount = {3015, jpy},
                                  .kind = protocol::GoodsKind::digital,
                                  .partner = "credit-a"}};
    made.purchase.request_document = "document of " + name;
    made.purchase.request_hash = protocol::document_hash(made.purchase.request_document);
    made.purchase.created = {100};
    made.purchase.expires = {1000};
    made.code_hash = purchase_hash("code of " + name);
    made.offer_hash = purchase_hash("offer of " + name);
    made.purchase_hash = purchase_hash(purchase_field(made.purchase));
    return made;
  }
  void insert(std::vector<NewPurchase*> rows) {
    database_->write_now([&](sql::Connection& c) { insert_purchases(c, rows); });
  }
  protocol::SettlementResult result_for(const Purchase& purchase, protocol::Outcome outcome) {
    protocol::SettlementResult made{.outcome = outcome,
                                    .purchase = purchase_field(purchase),
                                    .goods = goods_field(purchase),
                                    .amount = purchase.amount};
    made.request_hash = purchase.request_hash;
    if (outcome == protocol::Outcome::ok) {
      made.receipt = "receipt";
      made.customer = "customer";
    }
    return made;
  }
  ResultArrival arrival(const protocol::SettlementResult& result, std::string hash = "hash") {
    return {.result = &result,
            .issuer = "credit-a",
            .document_hash = std::move(hash),
            .purchase_hash = purchase_hash(result.purchase),
            .now = {2000}};
  }
  void take(std::vector<ResultArrival*> arrivals) {
    database_->write_now([&](sql::Connection& c) { take_results(c, arrivals); });
  }
  std::optional<Purchase> by_code(const NewPurchase& of) {
    return database_->read_now([&](sql::Connection& c) { return purchase_by_code(c, of.code_hash); });
  }

  std::string folder_;
  std::unique_ptr<sql::Database> database_;
};

TEST_P(Store, KeepsAPurchaseAsItIs) {
  NewPurchase one = row("one");
  insert({&one});
  EXPECT_TRUE(one.inserted);
  EXPECT_EQ(by_code(one), one.purchase);
  EXPECT_EQ(database_->read_now([&](sql::Connection& c) { return purchase_by_hash(c, one.purchase_hash, false); }),
            one.purchase);
  EXPECT_FALSE(by_code(row("another")));
}

TEST_P(Store, OneOfferBecomesOnePurchase) {
  NewPurchase one = row("one"), again = row("again"), other = row("other");
  again.offer_hash = one.offer_hash;
  insert({&one, &again, &other});
  EXPECT_TRUE(one.inserted);
  EXPECT_FALSE(again.inserted);
  EXPECT_TRUE(other.inserted);
  EXPECT_TRUE(database_->read_now([&](sql::Connection& c) { return offer_taken(c, one.offer_hash); }));
  EXPECT_FALSE(database_->read_now([&](sql::Connection& c) { return offer_taken(c, row("none").offer_hash); }));
  EXPECT_FALSE(by_code(again));
}

TEST_P(Store, AResultSettlesOnce) {
  NewPurchase one = row("one");
  insert({&one});
  const auto ok = result_for(one.purchase, protocol::Outcome::ok), no = result_for(one.purchase, protocol::Outcome::no);
  ResultArrival first = arrival(ok), again = arrival(ok), other = arrival(no, "another hash");
  take({&first});
  EXPECT_EQ(name(first.acceptance), "apply");
  EXPECT_EQ(first.number, "one");
  Purchase expected = one.purchase;
  settle(expected, ok, "hash", {2000});
  EXPECT_EQ(by_code(one), expected);
  take({&again, &other});
  EXPECT_EQ(name(again.acceptance), "replay");
  EXPECT_EQ(name(other.acceptance), "conflict");
  EXPECT_EQ(by_code(one), expected);
}

TEST_P(Store, OneBatchMayHoldResultsOfTheSamePurchase) {
  NewPurchase one = row("one"), two = row("two");
  insert({&one, &two});
  const auto ng = result_for(one.purchase, protocol::Outcome::ng), ok = result_for(one.purchase, protocol::Outcome::ok),
             ok_2 = result_for(two.purchase, protocol::Outcome::ok);
  ResultArrival a = arrival(ng, "a"), b = arrival(ok_2, "b"), c = arrival(ng, "a"), d = arrival(ok, "d");
  take({&a, &b, &c, &d});
  EXPECT_EQ(name(a.acceptance), "apply");
  EXPECT_EQ(name(b.acceptance), "apply");
  EXPECT_EQ(name(c.acceptance), "replay");
  EXPECT_EQ(name(d.acceptance), "conflict");
  EXPECT_EQ(by_code(one)->state, State::ng);
  EXPECT_EQ(by_code(two)->state, State::ok);
}

TEST_P(Store, ARefusedResultChangesNothing) {
  NewPurchase one = row("one");
  insert({&one});
  auto ok = result_for(one.purchase, protocol::Outcome::ok);
  ok.amount.minor = 1;
  ResultArrival wrong = arrival(ok);
  take({&wrong});
  EXPECT_EQ(name(wrong.acceptance), "other_amount");
  auto unknown = result_for(row("unknown").purchase, protocol::Outcome::ok);
  ResultArrival nowhere = arrival(unknown);
  take({&nowhere});
  EXPECT_EQ(name(nowhere.acceptance), "unknown_purchase");
  EXPECT_EQ(by_code(one), one.purchase);
}

TEST_P(Store, ASealInTheNumbersPlaceFindsItsRow) {
  NewPurchase one = row("one");
  one.purchase.disclosure = protocol::Disclosure::sealed_only;
  one.purchase_hash = purchase_hash(purchase_field(one.purchase));
  insert({&one});
  const auto ok = result_for(one.purchase, protocol::Outcome::ok);
  EXPECT_EQ(ok.purchase, "goods of one");
  ResultArrival first = arrival(ok);
  take({&first});
  EXPECT_EQ(name(first.acceptance), "apply");
  EXPECT_EQ(first.number, "one");
}

TEST_P(Store, TellsStatesOfMany) {
  NewPurchase one = row("one"), two = row("two");
  insert({&one, &two});
  const auto no = result_for(two.purchase, protocol::Outcome::no);
  ResultArrival first = arrival(no);
  take({&first});
  const std::vector<std::string> numbers = {"two", "missing", "one"};
  auto found = database_->read_now([&](sql::Connection& c) { return states(c, numbers); });
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, (std::vector<std::pair<std::string, State>>{{"one", State::pending}, {"two", State::no}}));
  EXPECT_TRUE(database_->read_now([&](sql::Connection& c) { return states(c, {}); }).empty());
}

TEST_P(Store, ListsTheNewestFirst) {
  NewPurchase one = row("one"), two = row("two"), three = row("three");
  one.purchase.created = {5};
  two.purchase.created = {7};
  three.purchase.created = {6};
  insert({&one, &two, &three});
  const auto found = database_->read_now([](sql::Connection& c) { return newest_purchases(c, 2); });
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].number, "two");
  EXPECT_EQ(found[1].number, "three");
}

Product product(std::string sku, std::int64_t position, std::optional<std::int64_t> stock) {
  return {.sku = std::move(sku),
          .name_en = "Name",
          .name_ja = "名",
          .description_en = "About",
          .description_ja = "説明",
          .price = {100, jpy},
          .stock = stock,
          .picture = "a.png",
          .position = position};
}

TEST_P(Store, ImportAddsReplacesAndRetires) {
  const std::vector<Product> before = {product("b", 2, 5), product("a", 1, std::nullopt)};
  std::vector<Product> after = {product("b", 1, 7)};
  after[0].price.minor = 200;
  after[0].picture.clear();
  const std::vector<Picture> pictures = {{"a.png", "image/png", std::string("\x00\x01\xFF", 3)}};
  const auto version = [&] { return database_->read_now([](sql::Connection& c) { return catalogue_version(c); }); };
  const auto all = [&] { return database_->read_now([](sql::Connection& c) { return products(c); }); };
  const std::int64_t first = version();
  database_->write_now([&](sql::Connection& c) { import_catalogue(c, before, pictures, false, {1}); });
  EXPECT_GT(version(), first);
  EXPECT_EQ(all(), (std::vector<Product>{before[1], before[0]}));
  const auto kept = database_->read_now([](sql::Connection& c) { return picture(c, "a.png"); });
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->type, "image/png");
  EXPECT_EQ(kept->bytes, pictures[0].bytes);
  const auto hashes = database_->read_now([](sql::Connection& c) { return picture_hashes(c); });
  ASSERT_TRUE(hashes.contains("a.png"));
  EXPECT_EQ(hashes.at("a.png").size(), 16U);
  EXPECT_FALSE(database_->read_now([](sql::Connection& c) { return picture(c, "b.png"); }));
  database_->write_now([&](sql::Connection& c) { import_catalogue(c, after, {}, true, {2}); });
  auto rows = all();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(std::count_if(rows.begin(), rows.end(), [](const Product& p) { return p.active; }), 1);
  EXPECT_NE(std::find(rows.begin(), rows.end(), after[0]), rows.end());
}

TEST_P(Store, SoldPiecesComeOffTheStockAndNeverBelowZero) {
  const std::vector<Product> before = {product("a", 1, 5), product("b", 2, 1), product("c", 3, std::nullopt)};
  database_->write_now([&](sql::Connection& c) { import_catalogue(c, before, {}, false, {1}); });
  const auto version = database_->read_now([](sql::Connection& c) { return catalogue_version(c); });
  database_->write_now([](sql::Connection& c) { take_off_stock(c, {{"a", 2}, {"b", 3}, {"c", 4}, {"gone", 1}}); });
  const auto rows = database_->read_now([](sql::Connection& c) { return products(c); });
  EXPECT_EQ(rows[0].stock, 3);
  EXPECT_EQ(rows[1].stock, 0);
  EXPECT_EQ(rows[2].stock, std::nullopt);
  EXPECT_GT(database_->read_now([](sql::Connection& c) { return catalogue_version(c); }), version);
}

INSTANTIATE_TEST_SUITE_P(On, Store, testing::Values("sqlite", "postgres"),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace
}  // namespace sealcart::mall::store
