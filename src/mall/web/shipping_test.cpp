// Parcels: cash on delivery, after a payment, another company, and what is kept for them.
#include "mall/web/test_shop.h"

namespace sealcart::mall {
namespace {

TEST_F(Web, CashOnDeliveryFromCatalogueToAcceptance) {
  post("/basket", "shown=cup&shown=tea&product=cup&product=tea");
  const std::string companies = get("/companies").body;
  EXPECT_NE(companies.find("/confirm/shipping-s"), std::string::npos);
  EXPECT_NE(companies.find("One parcel, size 60"), std::string::npos) << companies;
  EXPECT_EQ(companies.find("/confirm/shipping-t"), std::string::npos) << "it collects no money";
  const std::string code = purchase_code_of(post("/handover", order_at_door("express")));
  const auto request = asked_to_ship(code);
  EXPECT_EQ(request.cash_on_delivery, (Money{2200, *Currency::parse("JPY")}));
  EXPECT_EQ(request.parcels, std::vector<std::string>{"60"});
  EXPECT_EQ(request.service, "express");
  EXPECT_TRUE(seal::is_sealed(seal::Subject::goods, *request.purchase.sealed));
  EXPECT_NE(get("/purchase/:code", {code}).body.find("Waiting for the shipping company"), std::string::npos);
  const auto carried = carry(receipt(request, protocol::Outcome::ok));
  EXPECT_EQ(location(carried), "/returned/" + request.purchase.name) << carried.body;
  EXPECT_EQ(location(get("/returned/:number", {request.purchase.name})), "/purchase/" + code);
  const std::string page = get("/purchase/:code", {code}).body;
  EXPECT_NE(page.find("Shipping number"), std::string::npos);
  EXPECT_EQ(page.find("/deliver"), std::string::npos) << "nothing is left to hand over";
  EXPECT_TRUE(cookie_.empty());
  EXPECT_EQ(location(deliver(code, "shipping-s")), "/purchase/" + code) << "again: nothing happens";
}

TEST_F(Web, AParcelIsHandedOverAfterItsPayment) {
  const std::string code = buy();
  const auto payment = asked(code);
  EXPECT_EQ(location(deliver(code, "shipping-s")), "/purchase/" + code) << "not paid: nothing happens";
  EXPECT_EQ(carry(result(payment, protocol::Outcome::ok)).status, 303);
  EXPECT_NE(get("/purchase/:code", {code}).body.find("Who shall bring the parcel?"), std::string::npos);
  EXPECT_EQ(location(deliver(code, "shipping-t")), "/purchase/" + code);
  const auto request = asked_to_ship(code, "shipping-t");
  EXPECT_FALSE(request.cash_on_delivery) << "the shipping company is told no amount";
  EXPECT_NE(request.purchase.name, payment.purchase.name) << "each company has a number of its own";
  EXPECT_NE(*request.purchase.sealed, *payment.purchase.sealed);
  EXPECT_EQ(request.purchase.sealed->size(), payment.purchase.sealed->size());
  // The same company again: the request that waits serves.
  const std::string waits = document_;
  deliver(code, "shipping-t");
  asked_to_ship(code, "shipping-t");
  EXPECT_EQ(document_, waits);
  EXPECT_EQ(carry(receipt(request, protocol::Outcome::ok, "shipping-t")).status, 303);
  EXPECT_NE(get("/purchase/:code", {code}).body.find("Accepted for shipping"), std::string::npos);
}

TEST_F(Web, AnotherCompanyMayBeChosenAndTheFirstToAcceptBringsIt) {
  const std::string code = buy();
  carry(result(asked(code), protocol::Outcome::ok));
  deliver(code, "shipping-s");
  const auto to_s = asked_to_ship(code);
  const std::string accepted_by_s = receipt(to_s, protocol::Outcome::ok);
  clock_.time = clock_.time + 1;
  deliver(code, "shipping-t");
  const auto to_t = asked_to_ship(code, "shipping-t");
  EXPECT_NE(to_s.purchase.name, to_t.purchase.name);
  EXPECT_EQ(carry(receipt(to_t, protocol::Outcome::ok, "shipping-t")).status, 303);
  EXPECT_EQ(carry(accepted_by_s).status, 409) << "an unused request cannot be used beside it";
  EXPECT_NE(get("/purchase/:code", {code}).body.find("Company shipping-t"), std::string::npos);
}

TEST_F(Web, ARejectedOrUnansweredShipmentCanBeStartedAgain) {
  post("/basket", "shown=cup&product=cup");
  post("/basket/quantities", "quantity-cup=2&go=update");
  const std::string code = purchase_code_of(post("/handover", order_at_door()));
  EXPECT_EQ(carry(receipt(asked_to_ship(code), protocol::Outcome::ng)).status, 303);
  EXPECT_NE(get("/purchase/:code", {code}).body.find("Nothing will be sent by this company"), std::string::npos)
      << "page";
  deliver(code, "shipping-s");
  const auto second = asked_to_ship(code);
  EXPECT_EQ(post("/handover", order()).status, 409) << "the goods are set aside again";
  clock_.time = clock_.time + 15 * 60 + 61;
  tick();
  EXPECT_NE(get("/purchase/:code", {code}).body.find("No answer came in time"), std::string::npos);
  deliver(code, "shipping-s");
  const auto third = asked_to_ship(code);
  EXPECT_NE(second.purchase.name, third.purchase.name);
  EXPECT_EQ(carry(receipt(third, protocol::Outcome::ok)).status, 303);
  EXPECT_EQ(deliver(code, "nobody").status, 303) << "accepted: nothing to choose";
}

TEST_F(Web, WhatIsDownloadedIsPaidFirst) {
  import({{"cup", 1500, 2}, {"song", 300, std::nullopt}, {"rug", 9000, 1}});
  tick();
  post("/basket", "shown=cup&shown=song&product=cup&product=song");
  EXPECT_EQ(get("/companies").body.find("/confirm/shipping-s"), std::string::npos);
  EXPECT_NE(get("/companies").body.find("Part of your basket is to be downloaded"), std::string::npos);
  EXPECT_EQ(get("/confirm/:company", {"shipping-s"}).status, 409);
  const std::string code = purchase_code_of(post("/handover", order()));
  const auto request = asked(code);
  EXPECT_EQ(request.kind, protocol::GoodsKind::digital);
  carry(result(request, protocol::Outcome::ok));
  EXPECT_NE(get("/purchase/:code", {code}).body.find("Who shall bring the parcel?"), std::string::npos);
  cookie_.clear();
  post("/basket", "shown=song&product=song");
  EXPECT_EQ(get("/companies").body.find("Shipping"), std::string::npos) << "no parcel, no shipping company";
  const std::string song = purchase_code_of(post("/handover", order()));
  carry(result(asked(song), protocol::Outcome::ok));
  EXPECT_EQ(get("/purchase/:code", {song}).body.find("Who shall bring"), std::string::npos);
  cookie_.clear();
  post("/basket", "shown=rug&product=rug");
  EXPECT_NE(get("/companies").body.find("Too large or too heavy"), std::string::npos);
  cookie_.clear();
}

TEST_F(Web, OnlyTheCustomersCodeOpensTheKeptGoods) {
  const std::string code = buy();
  carry(result(asked(code), protocol::Outcome::ok));
  const auto row = database_->read_now([](sql::Connection& c) { return store::newest_purchases(c, 1); }).front();
  ASSERT_FALSE(row.kept_goods.empty());
  EXPECT_EQ(row.kept_goods.find("cup"), std::string::npos);
  const auto kept = kept_goods(shop_->purchase_secret, code, row.kept_goods);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->lines[0].sku, "cup");
  EXPECT_FALSE(kept_goods(shop_->purchase_secret, random_id(seal::system_random()), row.kept_goods));
}

}  // namespace
}  // namespace sealcart::mall
