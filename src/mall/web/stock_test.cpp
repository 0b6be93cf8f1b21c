// Pieces that are held while a purchase waits, and sold ones.
#include "mall/web/test_shop.h"

namespace sealcart::mall {
namespace {

TEST_F(Web, SoldOutUntilAPurchaseEndsWithoutPayment) {
  post("/basket", "shown=cup&product=cup");
  post("/basket/quantities", "quantity-cup=2&go=update");
  const std::string code = purchase_code_of(post("/handover", order()));
  EXPECT_EQ(post("/handover", order()).status, 409);
  EXPECT_EQ(carry(result(asked(code), protocol::Outcome::ng)).status, 303);
  EXPECT_EQ(post("/handover", order()).status, 303);
}

TEST_F(Web, HeldPiecesComeBackWhenTheRequestRunsOut) {
  post("/basket", "shown=cup&product=cup");
  post("/basket/quantities", "quantity-cup=2&go=update");
  const std::string code = purchase_code_of(post("/handover", order()));
  clock_.time = clock_.time + 15 * 60 + 61;
  EXPECT_EQ(post("/handover", order()).status, 409);
  EXPECT_NE(get("/purchase/:code", {code}).body.find("No answer came in time"), std::string::npos);
  tick();
  EXPECT_EQ(post("/handover", order()).status, 303);
}

TEST_F(Web, SoldPiecesComeOffTheStockInOneSum) {
  const auto stock = [&] { return database_->read_now(store::products)[0].stock; };
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(carry(result(asked(buy()), protocol::Outcome::ok)).status, 303);
    tick();
    EXPECT_EQ(stock(), 2);
    cookie_.clear();
  }
  clock_.time = clock_.time + 600;
  tick();
  EXPECT_EQ(stock(), 0);
  EXPECT_NE(get("/").body.find("Sold out"), std::string::npos);
}

}  // namespace
}  // namespace sealcart::mall
