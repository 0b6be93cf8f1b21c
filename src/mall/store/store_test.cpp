// The mall's tables on real databases: SQLite in a folder of its own, and PostgreSQL when SEALCART_TEST_POSTGRES names
// one.
#include <gtest/gtest.h>

#include <random>

#include "exchange/store/partners.h"
#include "mall/store/catalogue.h"
#include "mall/store/migrations.h"
#include "mall/store/purchases.h"
#include "mall/store/results.h"
#include "mall/store/stock.h"
#include "protocol/jws.h"
#include "seal/sign.h"
#include "sql/test_database.h"

namespace sealcart::mall::store {
namespace {

const Currency jpy = *Currency::parse("JPY");

class Store : public testing::TestWithParam<std::string> {
 protected:
  Store() {
    seal::start();
    database_ = sql::Database::open({.url = place_.url()});
    database_->migrate(exchange::store::migrations());
    database_->migrate(migrations());
  }

  // A purchase whose hashes all come from `name`, handed over to a credit company.
  NewPurchase row(std::string name) {
    NewPurchase made{.purchase = {.number = name, .total = {3015, jpy}, .physical = true, .created = {100}}};
    made.purchase.kept_goods = std::string("\x00kept", 5);
    made.purchase.handovers.push_back(handover(name));
    made.code_hash = purchase_hash("code of " + name);
    made.offer_hash = purchase_hash("offer of " + name);
    return made;
  }
  Handover handover(std::string name) {
    Handover made{
        .number = name, .partner = "credit-a", .sealed_goods = "goods of " + name, .amount = Money{3015, jpy}};
    made.request_document = "document of " + name;
    made.request_hash = protocol::document_hash(made.request_document);
    made.created = {100};
    made.expires = {1000};
    return made;
  }
  Handover parcel(std::string name, std::string company, std::optional<Money> collects = {}) {
    Handover made = handover(std::move(name));
    made.role = Role::shipping;
    made.partner = std::move(company);
    made.amount = collects;
    made.parcels = {"80", "60"};
    made.service = "standard";
    made.created = {200};
    return made;
  }
  void insert(std::vector<NewPurchase*> rows) {
    database_->write_now([&](sql::Connection& c) { insert_purchases(c, rows); });
  }
  void add(const Handover& made, const NewPurchase& to) {
    database_->write_now([&](sql::Connection& c) { insert_handover(c, made, to.purchase.number); });
  }
  ReplyArrival reply(const Handover& to, State outcome, std::string hash = "hash") {
    Reply made{outcome, named(to), to.request_hash, to.amount, std::nullopt};
    if (outcome == State::ok) made.gives = protocol::Named{"receipt", "customer"};
    return {.reply = std::move(made), .issuer = to.partner, .document_hash = std::move(hash), .now = {2000}};
  }
  void take(std::vector<ReplyArrival*> arrivals) {
    database_->write_now([&](sql::Connection& c) { take_replies(c, arrivals); });
  }
  std::optional<Purchase> by_code(const NewPurchase& of) {
    return database_->read_now([&](sql::Connection& c) { return purchase_by_code(c, of.code_hash); });
  }

  sql::TestDatabase place_{GetParam()};
  std::unique_ptr<sql::Database> database_;
};

TEST_P(Store, KeepsAPurchaseAsItIs) {
  NewPurchase one = row("one");
  insert({&one});
  EXPECT_TRUE(one.inserted);
  EXPECT_EQ(by_code(one), one.purchase);
  EXPECT_FALSE(by_code(row("another")));
}

TEST_P(Store, KeepsFurtherHandOversInTheirOrder) {
  NewPurchase one = row("one");
  insert({&one});
  const Handover first = parcel("b", "shipping-s"), second = parcel("a", "shipping-t", Money{3015, jpy});
  add(first, one);
  add(second, one);  // in the same second
  Purchase expected = one.purchase;
  expected.handovers.push_back(first);
  expected.handovers.push_back(second);
  EXPECT_EQ(by_code(one), expected);
  const auto found = database_->read_now([](sql::Connection& c) { return handover_state(c, "a"); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->purchase, "one");
  EXPECT_EQ(found->role, Role::shipping);
  EXPECT_FALSE(database_->read_now([](sql::Connection& c) { return handover_state(c, "none"); }));
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
  const Handover& payment = one.purchase.handovers[0];
  ReplyArrival first = reply(payment, State::ok), again = reply(payment, State::ok),
               other = reply(payment, State::no, "another hash");
  take({&first});
  EXPECT_EQ(name(first.acceptance), "apply");
  EXPECT_EQ(first.purchase, "one");
  EXPECT_EQ(first.bought, State::ok);
  Purchase expected = one.purchase;
  answer(expected.handovers[0], first.reply, "hash", {2000});
  expected.state = State::ok;
  EXPECT_EQ(by_code(one), expected) << "what goes by parcel is kept on";
  take({&again, &other});
  EXPECT_EQ(name(again.acceptance), "replay");
  EXPECT_EQ(name(other.acceptance), "conflict");
  EXPECT_EQ(by_code(one), expected);
}

TEST_P(Store, OneBatchMayHoldResultsOfTheSamePurchase) {
  NewPurchase one = row("one"), two = row("two");
  insert({&one, &two});
  const Handover &of_one = one.purchase.handovers[0], &of_two = two.purchase.handovers[0];
  ReplyArrival a = reply(of_one, State::ng, "a"), b = reply(of_two, State::ok, "b"), c = reply(of_one, State::ng, "a"),
               d = reply(of_one, State::ok, "d");
  take({&a, &b, &c, &d});
  EXPECT_EQ(name(a.acceptance), "apply");
  EXPECT_EQ(name(b.acceptance), "apply");
  EXPECT_EQ(name(c.acceptance), "replay");
  EXPECT_EQ(name(d.acceptance), "conflict");
  EXPECT_EQ(by_code(one)->state, State::ng);
  EXPECT_TRUE(by_code(one)->kept_goods.empty()) << "nothing will be sent";
  EXPECT_EQ(by_code(two)->state, State::ok);
}

TEST_P(Store, TheFirstCompanyToAcceptBringsTheParcel) {
  NewPurchase one = row("one");
  insert({&one});
  const Handover s = parcel("s", "shipping-s"), t = parcel("t", "shipping-t"), u = parcel("u", "shipping-u");
  for (const Handover& each : {s, t, u}) add(each, one);
  ReplyArrival rejected = reply(s, State::ng), accepted = reply(t, State::ok), late = reply(u, State::ok);
  take({&rejected});
  EXPECT_EQ(name(rejected.acceptance), "apply");
  EXPECT_EQ(by_code(one)->kept_goods, one.purchase.kept_goods);
  take({&accepted, &late});
  EXPECT_EQ(name(accepted.acceptance), "apply");
  EXPECT_EQ(name(late.acceptance), "superseded");
  const Purchase now = *by_code(one);
  EXPECT_EQ(now.delivery()->partner, "shipping-t");
  EXPECT_FALSE(now.kept_goods.empty()) << "the parcel may come back";
  EXPECT_EQ(now.state, State::pending) << "it does not pay for them";
}

TEST_P(Store, CashOnDeliveryIsBoughtWhenItIsAccepted) {
  NewPurchase one = row("one");
  one.purchase.handovers[0] = parcel("one", "shipping-s", Money{3015, jpy});
  insert({&one});
  const Handover t = parcel("t", "shipping-t", Money{3015, jpy});
  ReplyArrival rejected = reply(one.purchase.handovers[0], State::ng), accepted = reply(t, State::ok);
  take({&rejected});
  EXPECT_EQ(by_code(one)->state, State::ng);
  add(t, one);
  database_->write_now([](sql::Connection& c) { set_pending(c, "one"); });
  EXPECT_EQ(by_code(one)->state, State::pending);
  take({&accepted});
  EXPECT_EQ(accepted.bought, State::ok);
  EXPECT_EQ(by_code(one)->state, State::ok);
  database_->write_now([](sql::Connection& c) { set_pending(c, "one"); });
  EXPECT_EQ(by_code(one)->state, State::ok) << "what is bought stays so";
}

TEST_P(Store, ARefusedResultChangesNothing) {
  NewPurchase one = row("one");
  insert({&one});
  ReplyArrival wrong = reply(one.purchase.handovers[0], State::ok);
  wrong.reply.amount->minor = 1;
  take({&wrong});
  EXPECT_EQ(name(wrong.acceptance), "other_amount");
  ReplyArrival nowhere = reply(handover("unknown"), State::ok);
  take({&nowhere});
  EXPECT_EQ(name(nowhere.acceptance), "unknown_purchase");
  EXPECT_EQ(by_code(one), one.purchase);
}

TEST_P(Store, ASealInTheNumbersPlaceFindsItsRow) {
  NewPurchase one = row("one");
  one.purchase.handovers[0].disclosure = protocol::Disclosure::sealed_only;
  insert({&one});
  ReplyArrival first = reply(one.purchase.handovers[0], State::ok);
  EXPECT_EQ(first.reply.purchase.name, "goods of one");
  take({&first});
  EXPECT_EQ(name(first.acceptance), "apply");
  EXPECT_EQ(first.purchase, "one");
}

TEST_P(Store, TellsProgressOfMany) {
  NewPurchase one = row("one"), two = row("two");
  insert({&one, &two});
  ReplyArrival first = reply(two.purchase.handovers[0], State::no);
  take({&first});
  const std::vector<std::string> numbers = {"two", "missing", "one"};
  auto found = database_->read_now([&](sql::Connection& c) { return progress(c, numbers); });
  std::sort(found.begin(), found.end(), [](const Progress& a, const Progress& b) { return a.number < b.number; });
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].state, State::pending);
  EXPECT_EQ(found[0].answered, 0);
  EXPECT_EQ(found[1].state, State::no);
  EXPECT_EQ(found[1].answered, 1);
  EXPECT_TRUE(database_->read_now([&](sql::Connection& c) { return progress(c, {}); }).empty());
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
          .size = Size{1, 2, 3, position},
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

TEST_P(Store, AFileOfSomeProductsLeavesTheOrderAlone) {
  const auto import = [&](const std::vector<Product>& file, bool replace) {
    database_->write_now([&](sql::Connection& c) { import_catalogue(c, file, {}, replace, {1}); });
    std::string order;
    for (const Product& each : database_->read_now(products)) order += each.active ? each.sku : "";
    return order;
  };
  EXPECT_EQ(import({product("a", 1, 5), product("b", 2, 5), product("c", 3, 5)}, false), "abc");
  EXPECT_EQ(import({product("b", 1, 7)}, false), "abc");
  EXPECT_EQ(import({product("z", 1, 5), product("c", 2, 5), product("y", 3, 5)}, false), "abczy");
  EXPECT_EQ(import({product("y", 1, 5), product("z", 2, 5)}, true), "yz");
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

INSTANTIATE_TEST_SUITE_P(On, Store, testing::ValuesIn(sql::databases()), sql::database_name);

}  // namespace
}  // namespace sealcart::mall::store
