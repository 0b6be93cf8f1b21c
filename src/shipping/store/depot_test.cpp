// Parcels, tours, alarms, cash and books on both databases.
#include <gtest/gtest.h>

#include "core/id.h"
#include "exchange/store/partners.h"
#include "protocol/jws.h"
#include "shipping/store/accept.h"
#include "shipping/store/alarms.h"
#include "shipping/store/books.h"
#include "shipping/store/cash.h"
#include "shipping/store/migrations.h"
#include "shipping/store/parcels.h"
#include "shipping/store/tours.h"
#include "sql/test_database.h"

namespace sealcart::shipping::store {
namespace {

constexpr Time now{1'800'000'000};
const Currency yen = *Currency::parse("JPY"), euro = *Currency::parse("EUR");

class DepotStore : public testing::TestWithParam<std::string> {
 protected:
  DepotStore() {
    database_ = sql::Database::open({.url = place_.url()});
    database_->migrate(exchange::store::migrations());
    database_->migrate(migrations());
  }

  template <class F>
  auto write(F f) {
    return database_->write_now(std::move(f));
  }
  template <class F>
  auto read(F f) {
    return database_->read_now(std::move(f));
  }

  // A parcel of a shipment of its own.
  Parcel received(const std::string& mall = "mall", std::optional<Money> due = std::nullopt) {
    Accept op{.request_key = protocol::request_key(mall, random_id(seal::system_random())),
              .mall = mall,
              .purchase = "purchase",
              .request_hash = "hash",
              .outcome = protocol::Outcome::ok,
              .number = random_id(seal::system_random()),
              .parcels = "60",
              .service = "standard",
              .cash_on_delivery = due,
              .sealed_addressee = "sealed",
              .document = "document",
              .at = now};
    op.number_key = number_key(op.number);
    return write([&](sql::Connection& c) {
      Accept* const one = &op;
      accept_one_by_one(c, {&one, 1});
      Parcel parcel{.shipment = find_shipment(c, op.number).value().id,
                    .mall = mall,
                    .number = op.number,
                    .size_class = "60",
                    .label = "print",
                    .due = due,
                    .received = now,
                    .changed = now};
      EXPECT_TRUE(insert_parcel(c, parcel, "clerk"));
      return parcel;
    });
  }
  Parcel delivered(std::int64_t tour, const std::string& mall, Money due, std::int64_t fee) {
    Parcel parcel = received(mall, due);
    write([&](sql::Connection& c) {
      lock_depot(c);
      change_state(c, parcel, ParcelState::dispatched, "", tour, "clerk", now);
      change_state(c, parcel, ParcelState::delivered, "", tour, "clerk", now);
      collect(c, parcel, fee, now);
    });
    return parcel;
  }
  std::int64_t tour(const char* name = "Harbour") {
    return write([&](sql::Connection& c) { return open_tour(c, "2026-11-28", name, now).id; });
  }

  std::vector<std::string> breaches() {
    return read([](sql::Connection& c) { return check_books(c).breaches; });
  }
  std::int64_t balance_of(Account account, const std::string& mall, Currency currency) {
    for (const Balance& one : read([](sql::Connection& c) { return balances(c); })) {
      if (one.account == account && one.mall == mall && one.amount.currency == currency) return one.amount.minor;
    }
    return 0;
  }
  void change(const char* text) {
    const sql::Statement statement{text};
    write([&](sql::Connection& c) { c.execute(statement); });
  }

  sql::TestDatabase place_{GetParam()};
  std::unique_ptr<sql::Database> database_;
};

INSTANTIATE_TEST_SUITE_P(Databases, DepotStore, testing::ValuesIn(sql::databases()), sql::database_name);

TEST_P(DepotStore, AParcelIsReceivedOnce) {
  Parcel parcel = received();
  Parcel again = parcel;
  again.label = "another print";
  EXPECT_FALSE(write([&](sql::Connection& c) { return insert_parcel(c, again, "clerk"); }));
  const auto found = read([&](sql::Connection& c) { return find_parcel(c, parcel.number, 1); });
  EXPECT_EQ(found->label, "print");
  EXPECT_EQ(read([&](sql::Connection& c) { return events_of(c, parcel.id); }).size(), 1U);
  EXPECT_EQ(read([&](sql::Connection& c) { return find_parcel(c, parcel.number, 2); }), std::nullopt);
}

TEST_P(DepotStore, KeepsWhatBecameOfAParcelInOrder) {
  Parcel parcel = received();
  const std::int64_t harbour = tour();
  write([&](sql::Connection& c) {
    change_state(c, parcel, ParcelState::dispatched, "", harbour, "clerk", now + 1);
    change_state(c, parcel, ParcelState::failed, "nobody-in", harbour, "driver", now + 2);
  });
  const auto events = read([&](sql::Connection& c) { return events_of(c, parcel.id); });
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].state, ParcelState::received);
  EXPECT_EQ(events[2].state, ParcelState::failed);
  EXPECT_EQ(events[2].reason, "nobody-in");
  EXPECT_EQ(events[2].operator_name, "driver");
  EXPECT_EQ(events[2].at, now + 2);
  const auto found = read([&](sql::Connection& c) { return find_parcel(c, parcel.id); });
  EXPECT_EQ(found->state, ParcelState::failed);
  EXPECT_EQ(found->tour, harbour);
  EXPECT_EQ(read([&](sql::Connection& c) { return parcels_on(c, harbour); }).size(), 1U);
}

TEST_P(DepotStore, ListsByStateAndMallInPages) {
  std::vector<Parcel> all;
  for (int i = 0; i < 6; ++i) all.push_back(received(i % 2 == 0 ? "even" : "odd"));
  write([&](sql::Connection& c) { change_state(c, all[4], ParcelState::returned, "", 0, "clerk", now); });
  const auto ids = [&](const ParcelFilter& filter, std::int64_t most = 10) {
    std::vector<std::int64_t> found;
    for (const Parcel& one : read([&](sql::Connection& c) { return list_parcels(c, filter, most); })) {
      found.push_back(one.id);
    }
    return found;
  };
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(ids({}).size(), 6U);
  EXPECT_EQ(ids({}, 2), (Ids{all[5].id, all[4].id}));
  EXPECT_EQ(ids({.before = all[4].id}, 2), (Ids{all[3].id, all[2].id}));
  EXPECT_EQ(ids({.mall = "even"}), (Ids{all[4].id, all[2].id, all[0].id}));
  EXPECT_EQ(ids({.state = ParcelState::received, .mall = "even"}), (Ids{all[2].id, all[0].id}));
  EXPECT_EQ(ids({.state = ParcelState::returned}), (Ids{all[4].id}));
  EXPECT_EQ(read([](sql::Connection& c) { return count_parcels(c, ParcelState::received, 4); }), 4);
}

TEST_P(DepotStore, ATourIsOpenedOnceAndClosedOnce) {
  const std::int64_t first = tour();
  EXPECT_EQ(tour(), first);
  EXPECT_NE(tour("Hills"), first);
  EXPECT_TRUE(write([&](sql::Connection& c) { return close_tour(c, first, now); }));
  EXPECT_FALSE(write([&](sql::Connection& c) { return close_tour(c, first, now); }));
  EXPECT_EQ(read([&](sql::Connection& c) { return find_tour(c, first); })->closed, now);
  EXPECT_EQ(read([](sql::Connection& c) { return list_tours(c, 0, 10); }).size(), 2U);
}

TEST_P(DepotStore, AnAlarmIsSettledOnce) {
  const seal::Digest digest = seal::sha256(seal::bytes("scan"));
  write([&](sql::Connection& c) {
    add_alarm(c, {.at = now, .operator_name = "clerk", .status = ScanStatus::tampered, .detail = "x"}, digest);
    add_alarm(c, {.at = now, .operator_name = "clerk", .status = ScanStatus::duplicate, .number = "n"}, digest);
  });
  const auto open = read([](sql::Connection& c) { return list_alarms(c, {.open = true}, 10); });
  ASSERT_EQ(open.size(), 2U);
  EXPECT_EQ(open[0].status, ScanStatus::duplicate);
  EXPECT_TRUE(write([&](sql::Connection& c) { return settle_alarm(c, open[0].id, "admin", now); }));
  EXPECT_FALSE(write([&](sql::Connection& c) { return settle_alarm(c, open[0].id, "other", now); }));
  EXPECT_EQ(read([](sql::Connection& c) { return count_open_alarms(c, 10); }), 1);
  EXPECT_EQ(
      read([](sql::Connection& c) { return list_alarms(c, {.status = ScanStatus::duplicate}, 10); })[0].settled_by,
      "admin");
}

TEST_P(DepotStore, CashGoesFromTheDoorToTheBank) {
  const std::int64_t harbour = tour();
  delivered(harbour, "mall", {3015, yen}, 330);
  delivered(harbour, "mall", {500, euro}, 5);
  delivered(harbour, "other", {1000, yen}, 1000);
  EXPECT_EQ(breaches(), std::vector<std::string>());
  EXPECT_EQ(balance_of(Account::drivers, "", yen), 4015);
  EXPECT_EQ(balance_of(Account::payable, "mall", yen), -2685);
  EXPECT_EQ(read([&](sql::Connection& c) { return cash_at_driver(c, harbour); }), (Sums{{"EUR", 500}, {"JPY", 4015}}));
  EXPECT_TRUE(read([](sql::Connection& c) { return unpaid_cash(c); }).empty()) << "the driver still has it";

  write([&](sql::Connection& c) { hand_in(c, harbour, now); });
  write([&](sql::Connection& c) { hand_in(c, harbour, now); });
  EXPECT_EQ(balance_of(Account::depot, "", yen), 4015);
  EXPECT_EQ(balance_of(Account::drivers, "", yen), 0);
  EXPECT_EQ(read([](sql::Connection& c) { return unpaid_sums(c); }).size(), 3U);
  EXPECT_FALSE(write([](sql::Connection& c) { return deposit(c, {4016, yen}, now); }));
  EXPECT_TRUE(write([](sql::Connection& c) { return deposit(c, {4000, yen}, now); }));
  EXPECT_EQ(breaches(), std::vector<std::string>());

  const auto unpaid = read([](sql::Connection& c) { return unpaid_cash(c); });
  ASSERT_EQ(unpaid.size(), 3U);
  write([&](sql::Connection& c) {
    const std::int64_t run = insert_run(c, {.message = "message", .at = now, .operator_name = "clerk", .file = "file"});
    for (const Unpaid& one : unpaid) {
      Payout payout{.run = run,
                    .number = "payout-" + std::to_string(one.parcel),
                    .mall = one.mall,
                    .amount = one.amount,
                    .fee = one.fee,
                    .items = 1};
      insert_payout(c, payout, {one}, now);
    }
  });
  EXPECT_EQ(breaches(), std::vector<std::string>());
  EXPECT_TRUE(read([](sql::Connection& c) { return unpaid_cash(c); }).empty());
  EXPECT_EQ(balance_of(Account::payable, "mall", yen), 0);
  EXPECT_EQ(balance_of(Account::payable, "other", yen), 0);
  EXPECT_EQ(balance_of(Account::bank, "", yen), 4000 - 2685);
  EXPECT_EQ(balance_of(Account::fees, "", yen), -1330);
  const auto runs = read([](sql::Connection& c) { return list_runs(c, 0, 10); });
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(read([&](sql::Connection& c) { return payouts_of(c, runs[0].id); }).size(), 3U);
  EXPECT_EQ(read([&](sql::Connection& c) { return find_run(c, runs[0].id); })->file, "file");
}

TEST_P(DepotStore, ACashRowIsWrittenOnce) {
  const Parcel parcel = delivered(tour(), "mall", {3015, yen}, 0);
  EXPECT_THROW(write([&](sql::Connection& c) { collect(c, parcel, 0, now); }), sql::Error);
  EXPECT_EQ(breaches(), std::vector<std::string>());
}

TEST_P(DepotStore, TheCheckFindsWhatWasChangedBehindTheBooks) {
  const std::int64_t harbour = tour();
  delivered(harbour, "mall", {3015, yen}, 330);
  write([&](sql::Connection& c) { hand_in(c, harbour, now); });
  ASSERT_EQ(breaches(), std::vector<std::string>());
  struct Row {
    const char *damage, *mend;
  };
  for (const Row& row : {Row{"UPDATE cod_posting SET amount = amount + 1 WHERE seq = 1",
                             "UPDATE cod_posting SET amount = amount - 1 WHERE seq = 1"},
                         Row{"UPDATE cod_posting SET balance = balance + 1 WHERE seq = 2",
                             "UPDATE cod_posting SET balance = balance - 1 WHERE seq = 2"},
                         Row{"UPDATE cash SET amount = 3016", "UPDATE cash SET amount = 3015"},
                         Row{"UPDATE cash SET fee = 331", "UPDATE cash SET fee = 330"},
                         Row{"UPDATE cash SET handed_in = 0", "UPDATE cash SET handed_in = 1"},
                         Row{"UPDATE parcel SET state = 3", "UPDATE parcel SET state = 2"}}) {
    change(row.damage);
    EXPECT_NE(breaches(), std::vector<std::string>()) << row.damage;
    change(row.mend);
    EXPECT_EQ(breaches(), std::vector<std::string>()) << row.mend;
  }
}

TEST_P(DepotStore, AMallsAccountIsReplaced) {
  write([](sql::Connection& c) {
    save_mall_account(c, {"mall", "Mall", "GB29NWBK60161331926819", "", "", "", ""});
    save_mall_account(c, {"mall", "Mall Ltd", "", "1234567", "", "JPZGN", "0001001"});
  });
  const auto accounts = read([](sql::Connection& c) { return mall_accounts(c); });
  ASSERT_EQ(accounts.size(), 1U);
  EXPECT_EQ(accounts[0].name, "Mall Ltd");
  EXPECT_EQ(accounts[0].iban, "");
  EXPECT_EQ(accounts[0].clearing_member, "0001001");
}

}  // namespace
}  // namespace sealcart::shipping::store
