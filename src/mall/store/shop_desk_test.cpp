// The tables that the desk's shop side works on, on real databases: SQLite in a folder of its own, and PostgreSQL when
// SEALCART_TEST_POSTGRES names one.
#include <gtest/gtest.h>

#include "core/id.h"
#include "exchange/store/letters.h"
#include "exchange/store/outbox.h"
#include "exchange/store/partner_connections.h"
#include "exchange/store/partners.h"
#include "mall/store/catalogue_desk.h"
#include "mall/store/digital_parcels.h"
#include "mall/store/migrations.h"
#include "mall/store/page_texts.h"
#include "mall/store/parcels.h"
#include "mall/store/purchase_list.h"
#include "mall/store/purchases.h"
#include "mall/store/reckonings.h"
#include "mall/store/refunds.h"
#include "mall/store/remittances.h"
#include "seal/sign.h"
#include "sql/test_database.h"

namespace sealcart::mall::store {
namespace {

const Currency jpy = *Currency::parse("JPY");
constexpr std::int64_t day = 24 * 60 * 60;

class ShopDesk : public testing::TestWithParam<std::string> {
 protected:
  ShopDesk() {
    seal::start();
    database_ = sql::Database::open({.url = place_.url()});
    database_->migrate(exchange::store::migrations());
    database_->migrate(migrations());
  }

  template <class F>
  auto read(F f) {
    return database_->read_now(std::move(f));
  }
  template <class F>
  auto write(F f) {
    return database_->write_now(std::move(f));
  }

  // A purchase of that second through credit-a, answered as `state`; its hand-over.
  Handover purchase(std::int64_t at, State state, const std::string& company = "credit-a") {
    NewPurchase made{.purchase = {.number = first_number({at}), .total = {3000, jpy}, .created = {at}}};
    made.purchase.state = state;
    Handover handover{.number = made.purchase.number,
                      .partner = company,
                      .sealed_goods = "goods " + std::to_string(at),
                      .amount = Money{3000, jpy},
                      .request_document = "request",
                      .request_hash = "hash",
                      .created = {at},
                      .expires = {at + 900}};
    made.purchase.handovers.push_back(handover);
    made.code_hash = purchase_hash("code" + made.purchase.number);
    made.offer_hash = purchase_hash("offer" + made.purchase.number);
    NewPurchase* rows[] = {&made};
    made.purchase.state = State::pending;
    static const sql::Statement answer{
        "UPDATE handover SET state = $2, reply_name = $3, reply_sealed = 'x', reply_hash = 'y', answered = $4 "
        "WHERE number = $1"};
    static const sql::Statement settle{"UPDATE purchase SET state = $2 WHERE number = $1"};
    const std::string receipt = "receipt-" + std::to_string(at);
    write([&](sql::Connection& c) {
      insert_purchases(c, rows);
      c.execute(answer, {handover.number, name(state), receipt, at + 10});
      c.execute(settle, {handover.number, name(state)});
    });
    handover.state = state;
    handover.reply = protocol::Named{receipt, "x"};
    return handover;
  }
  // A shipping company accepts it.
  void accept(const std::string& number, std::int64_t at) {
    static const sql::Statement accepted{
        "UPDATE handover SET state = 'ok', reply_name = number, answered = $2 WHERE number = $1"};
    write([&](sql::Connection& c) { c.execute(accepted, {number, at}); });
  }
  void claim(const Handover& of, const std::string& number, std::int64_t amount, bool last, std::int64_t at) {
    static const sql::Statement insert{
        "INSERT INTO claim (number, handover, amount, currency, last, evidence_salt, evidence, document, created) "
        "VALUES ($1, $2, $3, 'JPY', $4, $5, '', 'document', $6)"};
    write([&](sql::Connection& c) {
      c.execute(insert, {number, of.number, amount, std::int64_t{last}, std::as_bytes(std::span(number)), at});
      reckon(c, of.number, {at});
    });
  }
  AdviceArrival advice(std::vector<protocol::RemittanceItem> items, std::string document, std::int64_t part = 1,
                       std::int64_t parts = 1) {
    return {.advice = {.envelope = {},
                       .payout = *PayoutNumber::parse("0123456789abcdefghjkmnpqrs"),
                       .part = part,
                       .parts = parts,
                       .date = {5000},
                       .currency = jpy,
                       .numbers = protocol::NumberKind::receipt,
                       .items = std::move(items)},
            .partner = "credit-a",
            .document = std::move(document),
            .now = {6000}};
  }
  AdviceTaken take(const AdviceArrival& arrival) {
    return write([&](sql::Connection& c) { return take_advice(c, arrival); });
  }
  std::vector<std::string> numbers(const PurchaseFilter& filter, std::string_view before = "", std::int64_t most = 50) {
    std::vector<std::string> found;
    for (const auto& line : read([&](sql::Connection& c) { return list_purchases(c, filter, before, most); })) {
      found.push_back(line.number);
    }
    return found;
  }

  sql::TestDatabase place_{GetParam()};
  std::unique_ptr<sql::Database> database_;
};

using Numbers = std::vector<std::string>;

TEST_P(ShopDesk, ListsPurchasesByWhatIsAsked) {
  const Handover one = purchase(100 * day, State::ok), two = purchase(101 * day, State::no),
                 three = purchase(101 * day + 5, State::ok, "credit-b");
  EXPECT_EQ(numbers({}), (Numbers{three.number, two.number, one.number}));
  EXPECT_EQ(numbers({}, three.number, 1), (Numbers{two.number}));
  EXPECT_EQ(numbers({.state = State::ok}), (Numbers{three.number, one.number}));
  EXPECT_EQ(numbers({.company = "credit-a"}), (Numbers{two.number, one.number}));
  EXPECT_EQ(numbers({.state = State::ok, .company = "credit-a"}), (Numbers{one.number}));
  EXPECT_EQ(numbers({.from = Time{101 * day}}), (Numbers{three.number, two.number}));
  EXPECT_EQ(numbers({.from = Time{100 * day}, .until = Time{101 * day}}), (Numbers{one.number}));
  EXPECT_EQ(numbers({.state = State::ok, .company = "credit-a", .from = Time{101 * day}}), Numbers{});
  EXPECT_EQ(numbers({.number = one.number}), (Numbers{one.number}));
  EXPECT_EQ(numbers({.number = two.number.substr(0, 6)}), (Numbers{three.number, two.number}));
  EXPECT_EQ(numbers({.number = two.number.substr(0, 3)}), Numbers{});
  EXPECT_EQ(numbers({.number = "receipt-" + std::to_string(100 * day)}), (Numbers{one.number}));
  EXPECT_EQ(read([](sql::Connection& c) { return count_bought(c, {101 * day}); }), 1);
}

TEST_P(ShopDesk, ListsGoAlongAnIndex) {
  if (GetParam() == "postgres") GTEST_SKIP() << "its plan depends on how many rows there are";
  for (const PurchaseFilter& filter : {PurchaseFilter{},
                                       {.state = State::ok},
                                       {.company = "credit-a"},
                                       {.state = State::ok, .company = "credit-a"},
                                       {.from = Time{1}, .until = Time{2}},
                                       {.number = "0123456789"}}) {
    const std::string text = std::string("EXPLAIN QUERY PLAN ") + list_statement(filter).text;
    const sql::Statement explain{text.c_str()};
    std::vector<sql::Param> params{std::string_view("0"), std::string_view("z"), std::int64_t{50},
                                   std::string_view("a"), std::string_view("b"), std::string_view("c")};
    if (filter.number.empty()) params.resize(3 + !filter.company.empty() + filter.state.has_value());
    const sql::Rows plan = read([&](sql::Connection& c) { return c.query(explain, params); });
    ASSERT_FALSE(plan.empty());
    for (std::size_t i = 0; i < plan.size(); ++i) {
      const std::string& step = plan.text(i, 3);
      // What is scanned is the result of a part of the statement alone, never a table.
      EXPECT_FALSE(step.starts_with("SCAN purchase") || step.starts_with("SCAN p") || step.starts_with("SCAN handover"))
          << text << "\n"
          << step;
      // Those of a company are put in order once more when there is a page of them.
      const bool sorts = step.find("TEMP B-TREE") != std::string::npos;
      EXPECT_FALSE(sorts && filter.number.empty() && filter.company.empty()) << text << "\n" << step;
    }
  }
}

TEST_P(ShopDesk, AProductIsEditedAsItWasSeen) {
  const Product tea{.sku = "tea", .name_en = "Tea", .price = {500, jpy}, .stock = 10};
  const auto edit = [&](const ProductEdit& made, Time now) {
    return write([&](sql::Connection& c) { return edit_product(c, made, now); });
  };
  const auto found = [&] { return read([](sql::Connection& c) { return find_product(c, "tea"); }); };
  const std::int64_t version = read(catalogue_version);
  EXPECT_TRUE(edit({tea, {}, {}}, {100}));
  EXPECT_FALSE(edit({tea, {}, {}}, {101}));  // there already
  EXPECT_GT(read(catalogue_version), version);
  const auto first = found();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->product, tea);
  static const sql::Statement sold{"UPDATE product SET stock = 7 WHERE sku = 'tea'"};
  write([](sql::Connection& c) { c.execute(sold); });
  Product dearer = tea;
  dearer.price.minor = 600;
  EXPECT_TRUE(edit({dearer, first->updated, 10}, {100}));  // in the same second
  EXPECT_EQ(found()->product.price.minor, 600);
  EXPECT_EQ(found()->product.stock, 7) << "what was sold meanwhile stays sold";
  EXPECT_FALSE(edit({tea, first->updated, 10}, {100})) << "a second tab";
  dearer.stock = 20;
  EXPECT_TRUE(edit({dearer, found()->updated, 7}, {200}));
  EXPECT_EQ(found()->product.stock, 20);
}

TEST_P(ShopDesk, FindsProducts) {
  write([](sql::Connection& c) {
    for (int i = 0; i < 5; ++i) {
      Product made{.sku = "sku-" + std::to_string(i), .name_en = "Tea 100%", .price = {500, jpy}};
      made.position = 10 - i;
      made.active = i != 0;
      made.kind = i == 1 ? protocol::GoodsKind::digital : protocol::GoodsKind::physical;
      if (i == 2) made.stock = 3;
      edit_product(c, {made, {}, {}}, {100});
    }
  });
  const auto skus = [&](const ProductFilter& filter, std::pair<std::int64_t, std::string> after = {-1, ""}) {
    std::string all;
    for (const auto& row : read([&](sql::Connection& c) { return list_products(c, filter, after, 50); })) {
      all += row.product.sku.back();
    }
    return all;
  };
  EXPECT_EQ(skus({}), "43210");
  EXPECT_EQ(skus({}, {7, "sku-3"}), "210");
  EXPECT_EQ(skus({.active = true}), "4321");
  EXPECT_EQ(skus({.active = false}), "0");
  EXPECT_EQ(skus({.kind = "digital"}), "1");
  EXPECT_EQ(skus({.low = true}), "2");
  EXPECT_EQ(skus({.words = "SKU-3"}), "3");
  EXPECT_EQ(skus({.words = "100%"}), "43210");
  EXPECT_EQ(skus({.words = "1%0"}), "");
  EXPECT_EQ(read(count_low_stock), 1);
}

TEST_P(ShopDesk, TextsRaiseTheVersion) {
  const std::int64_t version = read(catalogue_version);
  write([](sql::Connection& c) { set_page_text(c, "welcome", true, "ようこそ", {1}); });
  write([](sql::Connection& c) { set_page_text(c, "welcome", true, "いらっしゃい", {2}); });
  EXPECT_EQ(read(page_texts), (PageTexts{{{"welcome", true}, "いらっしゃい"}}));
  EXPECT_EQ(read(catalogue_version), version + 2);
}

TEST_P(ShopDesk, RefundsNoMoreThanWasClaimedAndEachOnce) {
  const Handover paid = purchase(1000, State::ok);
  claim(paid, "claim", 2000, false, 1100);
  const auto refund = [&](const std::string& number, std::int64_t amount) {
    const Refund made{number, paid.number, {amount, jpy}, "refund " + number, {1200}, "clerk"};
    const auto done = write([&](sql::Connection& c) { return add_refund(c, made, paid); });
    return done ? "ok" : done.error().code;
  };
  EXPECT_EQ(refund("one", 1500), "ok");
  EXPECT_EQ(refund("one", 1500), "ok");  // pressed twice
  EXPECT_EQ(refund("two", 501), "refund-exceeds");
  EXPECT_EQ(refund("two", 500), "ok");
  EXPECT_EQ(refund("three", 1), "refund-exceeds");
  EXPECT_EQ(read([&](sql::Connection& c) { return refunds(c, paid.number); }).size(), 2u);
  EXPECT_EQ(read([&](sql::Connection& c) { return exchange::store::count_letters(c); }).waiting, 2);
  EXPECT_EQ(read([&](sql::Connection& c) { return moved(c, paid); }), (Moved{3000, 2000, false, false, 2000}));
}

TEST_P(ShopDesk, VoidsOnceWhatIsLeft) {
  const Handover paid = purchase(1000, State::ok), refused = purchase(2000, State::no);
  const auto cancel = [&](const Handover& of) {
    return write([&](sql::Connection& c) { return add_void(c, {"void " + of.number, {1200}, "clerk"}, of); });
  };
  EXPECT_FALSE(cancel(refused));
  EXPECT_TRUE(cancel(paid));
  EXPECT_FALSE(cancel(paid));
  const Handover done = purchase(3000, State::ok);
  claim(done, "claim", 3000, true, 3100);
  EXPECT_FALSE(cancel(done));
  EXPECT_EQ(read([&](sql::Connection& c) { return exchange::store::count_letters(c); }).waiting, 1);
}

TEST_P(ShopDesk, AVoidEndsThePacking) {
  const Handover paid = purchase(1000, State::ok), other = purchase(2000, State::ok);
  const auto deliver = [&](const Handover& of, const std::string& number, State state) {
    Handover made{.number = number,
                  .role = Role::shipping,
                  .partner = "shipping-s",
                  .sealed_goods = "goods of " + number,
                  .parcels = {"60"},
                  .service = "standard",
                  .created = {1100},
                  .expires = {2000}};
    write([&](sql::Connection& c) { insert_handover(c, made, of.number); });
    if (state == State::ok) accept(number, 1200);
  };
  deliver(paid, "one", State::ok);
  deliver(paid, "two", State::pending);
  deliver(other, "three", State::ok);
  const Parcel packed{.n = 1, .value = 500, .prints = 1, .label = "label", .packed = {1300}, .changed = {1300}};
  write([&](sql::Connection& c) { add_parcel(c, "three", packed, "", true); });
  const auto waiting = [&] {
    std::vector<std::string> numbers;
    for (const auto& each : read([](sql::Connection& c) { return packing_queue(c, "", {0}, "", 50); })) {
      numbers.push_back(each.number);
    }
    return numbers;
  };
  EXPECT_EQ(waiting(), std::vector<std::string>{"one"});
  for (const Handover& of : {paid, other}) {
    EXPECT_TRUE(write([&](sql::Connection& c) { return add_void(c, {"void " + of.number, {1400}, "clerk"}, of); }));
  }
  accept("two", 1500);
  EXPECT_TRUE(waiting().empty()) << "also what is accepted after it";
  const auto after = read([&](sql::Connection& c) { return purchase_by_number(c, paid.number); });
  EXPECT_TRUE(after->cancelled);
  EXPECT_TRUE(after->kept_goods.empty());
  EXPECT_FALSE(may_ship(*after));
  const auto shelf = read([](sql::Connection& c) { return shelved_parcels(c, 50); });
  ASSERT_EQ(shelf.size(), 1u);
  EXPECT_TRUE(shelf[0].cancelled);
  EXPECT_EQ(read([&](sql::Connection& c) { return count_shelved(c, other.number); }), 1);
  EXPECT_TRUE(write([](sql::Connection& c) {
    return move_parcel(c, "three", 1, ParcelState::packed, ParcelState::withdrawn, {1600});
  }));
  EXPECT_TRUE(read([](sql::Connection& c) { return shelved_parcels(c, 50); }).empty());
}

TEST_P(ShopDesk, KnowsWhatOfAPurchaseIsStillToLeave) {
  const Handover paid = purchase(1000, State::ok);
  static const sql::Statement both{"UPDATE purchase SET digital = 1, physical = 1"};
  write([](sql::Connection& c) { c.execute(both); });
  const auto follows = [&] {
    return read(
        [&](sql::Connection& c) { return std::pair(parcels_follow(c, paid.number), data_follows(c, paid.number)); });
  };
  EXPECT_EQ(follows(), std::pair(true, true)) << "nothing has been packed or asked for";
  write([&](sql::Connection& c) {
    insert_handover(c,
                    {.number = "one",
                     .role = Role::shipping,
                     .partner = "shipping-s",
                     .sealed_goods = "goods",
                     .parcels = {"60"},
                     .service = "standard",
                     .created = {1100},
                     .expires = {2000}},
                    paid.number);
  });
  accept("one", 1200);
  EXPECT_TRUE(follows().first);
  write([](sql::Connection& c) {
    add_parcel(c, "one", {.n = 1, .value = 500, .prints = 1, .label = "label", .packed = {1300}, .changed = {1300}}, "",
               true);
  });
  EXPECT_TRUE(follows().first) << "on the shelf";
  write([](sql::Connection& c) { move_parcel(c, "one", 1, ParcelState::packed, ParcelState::handed, {1400}); });
  EXPECT_EQ(follows(), std::pair(false, true));
  DigitalParcel data{.handover = paid.number,
                     .purchase = paid.number,
                     .partner = "credit-a",
                     .file = "file",
                     .size = 1,
                     .hash = "hash",
                     .label = "label",
                     .created = {1500},
                     .claims = {700, jpy}};
  write([&](sql::Connection& c) { add_parcels(c, {&data, 1}, {1500}); });
  EXPECT_TRUE(follows().second) << "on its way";
  data.id = read([&](sql::Connection& c) { return parcels_of(c, paid.number); }).at(0).id;
  EXPECT_TRUE(write([&](sql::Connection& c) { return accept_parcel(c, data, {1600}); }));
  EXPECT_EQ(follows(), std::pair(false, false));
}

TEST_P(ShopDesk, LettersOfOneThreadGoInTheirOrder) {
  using namespace exchange::store;
  write([](sql::Connection& c) {
    put_behind(c, "credit-a", "first", "paid", {100});
    put_behind(c, "credit-a", "second", "paid", {100});
    put_behind(c, "credit-a", "third", "paid", {100});
    put_behind(c, "credit-a", "other", "another", {100});
    put(c, "credit-a", "alone", {100});
  });
  const auto due = [&](std::int64_t now) {
    EXPECT_TRUE(read([&](sql::Connection& c) { return any_due(c, {now}); }));
    return read([&](sql::Connection& c) { return find_due(c, {now}, 10); });
  };
  const auto texts = [](const std::vector<Letter>& letters) {
    std::vector<std::string> all;
    for (const Letter& letter : letters) all.push_back(letter.document);
    return all;
  };
  EXPECT_EQ(texts(due(100)), (std::vector<std::string>{"first", "other", "alone"}));
  EXPECT_EQ(write([&](sql::Connection& c) { return claim_due(c, {100}, 0, 10); }).size(), 3u);
  const std::int64_t first = due(100)[0].id;
  write([&](sql::Connection& c) { postpone(c, first, {200}); });
  EXPECT_EQ(texts(due(100)), (std::vector<std::string>{"other", "alone"})) << "the second does not overtake it";
  write([&](sql::Connection& c) { delivered(c, {&first, 1}); });
  EXPECT_EQ(texts(due(100)), (std::vector<std::string>{"second", "other", "alone"}));
  const std::int64_t second = due(100)[0].id;
  write([&](sql::Connection& c) { refused(c, second, "claim-closed"); });
  EXPECT_EQ(texts(due(100)), (std::vector<std::string>{"third", "other", "alone"})) << "one that nobody takes";
}

TEST_P(ShopDesk, ReckonsToZero) {
  using protocol::RemittanceKind;
  const Handover paid = purchase(1000, State::ok), other = purchase(2000, State::ok);
  claim(paid, "claim 1", 3000, true, 1100);
  claim(other, "claim 2", 1000, true, 2100);
  const auto sums = [&](std::int64_t limit) {
    return read([&](sql::Connection& c) { return company_sums(c, {limit}); });
  };
  ASSERT_EQ(sums(1200).size(), 1u);
  EXPECT_EQ(sums(1200)[0].sum.open(), 4000);
  EXPECT_EQ(sums(1200)[0].overdue, 3000);
  EXPECT_EQ(sums(1200)[0].differing, 2);
  EXPECT_EQ(take(advice({{"receipt-1000", RemittanceKind::capture, 3000, 90}}, "document", 2, 2)), AdviceTaken::taken);
  EXPECT_EQ(take(advice({{"receipt-1000", RemittanceKind::capture, 3000, 90}}, "document", 2, 2)), AdviceTaken::again);
  EXPECT_EQ(take(advice({{"receipt-1000", RemittanceKind::capture, 2999, 90}}, "other", 2, 2)), AdviceTaken::conflict);
  EXPECT_EQ(take(advice({}, "other", 3, 3)), AdviceTaken::conflict) << "another number of parts";
  EXPECT_EQ(sums(1200)[0].sum.open(), 1000);
  EXPECT_EQ(sums(1200)[0].overdue, 0);
  const auto open = read([](sql::Connection& c) { return differences(c, {}, "", 50); });
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].handover, other.number);
  EXPECT_TRUE(read([](sql::Connection& c) { return differences(c, {.company = "credit-b"}, "", 50); }).empty());
  EXPECT_TRUE(read([](sql::Connection& c) { return differences(c, {.limit = Time{2100}}, "", 50); }).empty());
  EXPECT_EQ(read([](sql::Connection& c) { return count_overdue(c, {2101}); }), 1);
  EXPECT_EQ(take(advice({{"receipt-2000", RemittanceKind::capture, 1000, 30},
                         {"receipt-1000", RemittanceKind::chargeback, -500, 10},
                         {"unheard-of", RemittanceKind::capture, 77, 7}},
                        "first part", 1, 2)),
            AdviceTaken::taken);
  const CompanySum sum = sums(9999)[0];
  EXPECT_EQ(sum.sum, (Reckoning{4000, 0, 0, -500, 130, 3500, 3500}));
  EXPECT_EQ(sum.differing, 0);
  EXPECT_EQ(sum.unknown, 77);
  EXPECT_EQ(sum.unknown_items, 1);
  const auto list = read([](sql::Connection& c) { return list_remittances(c, "credit-a", 0, 50); });
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].arrived, 2);
  EXPECT_EQ(list[0].total.minor, 3000 - 90 + 1000 - 30 - 500 - 10 + 77 - 7);
  EXPECT_EQ(read([&](sql::Connection& c) { return remittance_lines(c, list[0].id, 0, 50); }).size(), 4u);
  EXPECT_EQ(read([](sql::Connection& c) { return unknown_lines(c, 0, 50); }).size(), 1u);
  EXPECT_EQ(read([&](sql::Connection& c) { return lines_of_handover(c, paid.number); }).size(), 2u);
}

TEST_P(ShopDesk, ReckonsWhatWasCollected) {
  const Handover paid = purchase(1000, State::ok, "shipping-s");
  write([&](sql::Connection& c) { note_collected(c, paid.number, 3000, {1500}); });
  const auto found = read([&](sql::Connection& c) { return find_reckoning(c, paid.number); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->sum.open(), 3000);
  EXPECT_EQ(found->since, Time{1500});
}

TEST_P(ShopDesk, RefusedLettersAreSentAgainOrDropped) {
  using namespace exchange::store;
  write([](sql::Connection& c) {
    put(c, "credit-a", "one", {1});
    put(c, "credit-a", "two", {1});
  });
  const auto due = read([](sql::Connection& c) { return find_due(c, {1}, 10); });
  ASSERT_EQ(due.size(), 2u);
  write([&](sql::Connection& c) {
    for (const Letter& letter : due) refused(c, letter.id, "claim-closed");
  });
  const auto said = [&](const char* document) {
    return read([&](sql::Connection& c) { return letter_refusal(c, "credit-a", document); });
  };
  EXPECT_EQ(said("one"), "claim-closed");
  const auto list = read([](sql::Connection& c) { return refused_letters(c, 0, 10); });
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].document, "two");
  EXPECT_EQ(read([&](sql::Connection& c) { return refused_letters(c, list[0].id, 10); }).size(), 1u);
  EXPECT_TRUE(write([&](sql::Connection& c) { return send_again(c, list[0].id, {5}); }));
  EXPECT_FALSE(write([&](sql::Connection& c) { return send_again(c, list[0].id, {5}); }));
  EXPECT_FALSE(write([&](sql::Connection& c) { return drop_refused(c, list[0].id); })) << "it waits again";
  EXPECT_TRUE(write([&](sql::Connection& c) { return drop_refused(c, list[1].id); }));
  EXPECT_EQ(said("two"), "");
  EXPECT_EQ(said("one"), std::nullopt);
}

TEST_P(ShopDesk, KeepsTheNewestConnectionsOfEachPartner) {
  using namespace exchange::store;
  const PartnerConnection of_b{"credit-b", {1}, false, "TLSv1.3", "c", "s", "i", "2027-01-01T00:00:00Z", "ok"};
  write([&](sql::Connection& c) {
    add_connections(c, std::span(&of_b, 1));
    for (int i = 0; i < 60; ++i) {
      const PartnerConnection row{"credit-a", {i}, true, "", "", "", "", i == 30 ? "2027-02-01T00:00:00Z" : "", "no"};
      add_connections(c, std::span(&row, 1));
    }
  });
  const auto kept = read([](sql::Connection& c) { return connections(c, "credit-a"); });
  ASSERT_EQ(kept.size(), static_cast<std::size_t>(kept_connections));
  EXPECT_EQ(kept.front().at, Time{59});
  EXPECT_EQ(kept.back().at, Time{10});
  const auto last = read(last_certificates);
  ASSERT_EQ(last.size(), 2u);
  EXPECT_EQ(last[0].at, Time{30});
  EXPECT_EQ(last[1], of_b);
}

INSTANTIATE_TEST_SUITE_P(On, ShopDesk, testing::ValuesIn(sql::databases()), sql::database_name);

}  // namespace
}  // namespace sealcart::mall::store
