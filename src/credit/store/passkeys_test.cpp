#include "credit/store/passkeys.h"

#include "credit/store/test_bank.h"

namespace sealcart::credit::store {
namespace {

class PasskeysTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    bank_.card(1000);
    customer_ = bank_.database->read_now([](sql::Connection& c) { return list_cards(c)[0].customer; });
  }
  bool add(const std::string& id, std::int64_t sign_count) {
    return bank_.database->write_now([&](sql::Connection& c) {
      return add_passkey(c, {id, customer_, std::string(64, 'k'), sign_count}, now);
    });
  }
  bool use(const std::string& id, std::int64_t sign_count) {
    return bank_.database->write_now([&](sql::Connection& c) { return use_passkey(c, id, sign_count); });
  }
  std::optional<PasskeyHeld> find(const std::string& id) {
    return bank_.database->read_now([&](sql::Connection& c) { return find_passkey(c, id); });
  }
  TestBank bank_{GetParam()};
  std::string customer_;
};
INSTANTIATE_TEST_SUITE_P(Databases, PasskeysTest, testing::ValuesIn(sql::databases()), sql::database_name);

TEST_P(PasskeysTest, AreFoundWithTheirCustomer) {
  const std::string id("\0\xff id", 5);
  EXPECT_FALSE(find(id));
  EXPECT_TRUE(add(id, 0));
  const auto held = find(id);
  ASSERT_TRUE(held);
  EXPECT_EQ(held->customer, customer_);
  EXPECT_EQ(held->public_key, std::string(64, 'k'));
  EXPECT_FALSE(held->customer_locked);
  bank_.database->write_now([&](sql::Connection& c) { set_locked(c, customer_, true); });
  EXPECT_TRUE(find(id)->customer_locked);
}

TEST_P(PasskeysTest, OneCredentialIsRegisteredOnce) {
  EXPECT_TRUE(add("one", 0));
  EXPECT_FALSE(add("one", 0));
  EXPECT_TRUE(add("two", 0));
}

TEST_P(PasskeysTest, TheCounterMovesOn) {
  add("counts", 5);
  EXPECT_FALSE(use("counts", 5));
  EXPECT_FALSE(use("counts", 4));
  EXPECT_FALSE(use("counts", 0));
  EXPECT_TRUE(use("counts", 6));
  EXPECT_FALSE(use("counts", 6));
  EXPECT_TRUE(use("counts", 4'000'000'000));
  EXPECT_FALSE(use("unknown", 1));
}

TEST_P(PasskeysTest, AnAuthenticatorMayCountNothing) {
  add("counts nothing", 0);
  EXPECT_TRUE(use("counts nothing", 0));
  EXPECT_TRUE(use("counts nothing", 0));
}

}  // namespace
}  // namespace sealcart::credit::store
