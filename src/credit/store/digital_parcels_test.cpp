#include "credit/store/digital_parcels.h"

#include "credit/store/captures.h"
#include "credit/store/test_bank.h"

namespace sealcart::credit::store {
namespace {

class Withdrawal : public testing::TestWithParam<std::string> {
 protected:
  TestBank bank{GetParam()};
  seal::Digest receipt{};
  std::vector<DigitalParcel> parcels;

  template <class Work>
  auto read(const Work& work) {
    return bank.database->read_now(work);
  }
  template <class Work>
  auto write(const Work& work) {
    return bank.database->write_now(work);
  }

  void SetUp() override {
    std::vector<Settle> one{bank.purchase(bank.card(10'000), 1000, "one")};
    bank.settle_together(one, 1);
    receipt = one[0].receipt_key;
    const auto settlement = write([&](sql::Connection& c) { return lock_held(c, receipt)->settlement; });
    for (const std::int64_t n : {1, 2}) {
      const DigitalParcel offered{.name = "name" + std::to_string(n),
                                  .mall = "mall",
                                  .settlement = settlement,
                                  .receipt = "receipt",
                                  .parcel = n,
                                  .parcels = 2,
                                  .size = 100,
                                  .hash = "hash",
                                  .label = "label"};
      parcels.push_back(write([&](sql::Connection& c) { return *offer_parcel(c, offered, 1000, now); }));
    }
  }
  void arrive(std::size_t which) {
    write([&](sql::Connection& c) { parcel_arrived(c, parcels[which].id, now); });
  }
  void claim(std::int64_t amount) {
    write([&](sql::Connection& c) {
      ASSERT_TRUE(take_claim(c, {"mall", receipt, "claim", {amount, yen}, false, "evidence"}, {}, now));
    });
  }
  void give_up() {
    write([&](sql::Connection& c) { ASSERT_TRUE(take_void(c, "mall", receipt, now)); });
  }
  bool withdrawn(std::size_t which) {
    return read([&](sql::Connection& c) { return find_parcel(c, parcels[which].name, "mall"); })->withdrawn.has_value();
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, Withdrawal, testing::ValuesIn(sql::databases()), sql::database_name);

TEST_P(Withdrawal, OfACancelledPurchaseNothingIsForwarded) {
  arrive(0);
  give_up();
  EXPECT_TRUE(withdrawn(0) && withdrawn(1));
  EXPECT_FALSE(write([&](sql::Connection& c) { return queue_parcel(c, parcels[0].id, "operator", now); }));
  EXPECT_EQ(write([](sql::Connection& c) { return queue_waiting(c, "operator", now); }), 0);
  EXPECT_FALSE(write([](sql::Connection& c) { return claim_forward(c, now, 60); }));
  const auto forgotten = write([](sql::Connection& c) { return forget_withdrawn(c, now); });
  EXPECT_EQ(forgotten.size(), 2U);
  EXPECT_TRUE(write([](sql::Connection& c) { return forget_withdrawn(c, now); }).empty());
}

TEST_P(Withdrawal, WhatIsAlreadyOnItsWayOutStopsToo) {
  arrive(0);
  write([](sql::Connection& c) { return queue_waiting(c, "automatic", now); });
  give_up();
  EXPECT_FALSE(write([](sql::Connection& c) { return claim_forward(c, now, 60); }));
}

TEST_P(Withdrawal, WhatWasSentStaysSent) {
  arrive(0);
  write([](sql::Connection& c) { return queue_waiting(c, "automatic", now); });
  write([&](sql::Connection& c) { parcel_sent(c, parcels[0].id, now); });
  give_up();
  EXPECT_FALSE(withdrawn(0));
  EXPECT_TRUE(withdrawn(1));
}

TEST_P(Withdrawal, WhatTheMailServerTookMeanwhileIsNotedAsSent) {
  arrive(0);
  write([](sql::Connection& c) { return queue_waiting(c, "automatic", now); });
  ASSERT_TRUE(write([](sql::Connection& c) { return claim_forward(c, now, 60); }));
  give_up();
  write([&](sql::Connection& c) { parcel_sent(c, parcels[0].id, now); });
  const auto parcel = read([&](sql::Connection& c) { return find_parcel(c, parcels[0].name, "mall"); });
  EXPECT_EQ(parcel->state, "sent");
  EXPECT_FALSE(parcel->withdrawn);
}

// The rest of the purchase is cancelled, such as goods that the shop does not have.
TEST_P(Withdrawal, WhatIsPaidForIsForwarded) {
  arrive(0);
  arrive(1);
  claim(600);
  give_up();
  EXPECT_FALSE(withdrawn(0) || withdrawn(1));
  EXPECT_EQ(write([](sql::Connection& c) { return queue_waiting(c, "operator", now); }), 2);
}

// What was claimed is then of other goods: data is claimed for when all of it was sent.
TEST_P(Withdrawal, WhatNeverCameWholeIsNotPaidFor) {
  arrive(0);
  claim(600);
  give_up();
  EXPECT_TRUE(withdrawn(0) && withdrawn(1));
}

}  // namespace
}  // namespace sealcart::credit::store
