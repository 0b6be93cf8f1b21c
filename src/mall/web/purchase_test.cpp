// A purchase from the catalogue to the credit company's answer.
#include "mall/web/test_shop.h"

namespace sealcart::mall {
namespace {

TEST_F(Web, APurchaseFromCatalogueToReceipt) {
  EXPECT_NE(get("/").body.find("Name of cup"), std::string::npos);
  EXPECT_EQ(location(post("/basket", "shown=cup&shown=tea&product=cup&product=tea&go=settlement")), "/companies");
  EXPECT_NE(get("/").body.find("¥2,200"), std::string::npos);
  EXPECT_NE(get("/companies").body.find("Company credit-b"), std::string::npos);
  const std::string code = purchase_code_of(post("/handover", order()));
  const auto request = asked(code);
  EXPECT_EQ(request.amount.minor, 2200);
  EXPECT_TRUE(seal::is_sealed(seal::Subject::goods, *request.purchase.sealed));
  EXPECT_EQ(document_.find("cup"), std::string::npos);
  const auto carried = carry(result(request, protocol::Outcome::ok));
  EXPECT_EQ(location(carried), "/returned/" + request.purchase.name) << carried.body;
  EXPECT_EQ(location(get("/returned/:number", {request.purchase.name})), "/purchase/" + code);
  EXPECT_NE(get("/purchase/:code", {code}).body.find("Receipt number"), std::string::npos);
  EXPECT_TRUE(cookie_.empty()) << "what was bought is still in the basket";
  EXPECT_EQ(get("/returned/:number", {request.purchase.name}).status, 200);
  EXPECT_EQ(get("/companies").status, 409);
}

TEST_F(Web, OneOfferIsOnePurchase) {
  post("/basket", "shown=cup&product=cup");
  const std::string body = order();
  const std::string code = purchase_code_of(post("/handover", body));
  EXPECT_EQ(purchase_code_of(post("/handover", body)), code);
  EXPECT_NE(purchase_code_of(post("/handover", order())), code);
}

TEST_F(Web, EveryDisclosureModeSettles) {
  for (const auto mode :
       {protocol::Disclosure::sealed, protocol::Disclosure::number_only, protocol::Disclosure::sealed_only}) {
    config_.disclosure = mode;
    open_shop();
    const std::string code = buy("tea");
    const auto request = asked(code);
    EXPECT_EQ(request.purchase.sealed.has_value(), mode == protocol::Disclosure::sealed);
    EXPECT_EQ(is_id(request.purchase.name), mode != protocol::Disclosure::sealed_only);
    EXPECT_EQ(carry(result(request, protocol::Outcome::ok)).status, 303);
    EXPECT_NE(get("/purchase/:code", {code}).body.find("Receipt number"), std::string::npos);
  }
}

TEST_F(Web, ASecondDifferentResultIsRefusedAndLogged) {
  const std::string code = buy();
  const auto request = asked(code);
  const std::string declined = result(request, protocol::Outcome::no);
  EXPECT_EQ(carry(declined).status, 303);
  EXPECT_EQ(carry(declined).status, 303) << "the same again";
  EXPECT_EQ(logged_.str().find("error"), std::string::npos);
  EXPECT_EQ(carry(result(request, protocol::Outcome::ok)).status, 409);
  EXPECT_NE(logged_.str().find("[error] purchase " + request.purchase.name), std::string::npos) << logged_.str();
  EXPECT_EQ(carry(result(request, protocol::Outcome::no, "credit-b")).status, 403);
  EXPECT_EQ(carry("x.y.z").status, 400);
}

TEST_F(Web, PartnersDocumentsMustBeTheCertificatesOwn) {
  const auto request = asked(buy());
  const auto deliver = [&](const std::string& host) {
    http::Request sent{.method = http::Method::post, .path = "/partner/documents", .partner_host = host};
    sent.body = "{\"documents\":[\"" + result(request, protocol::Outcome::ok) + "\"]}";
    return on_loop([&] { return partner_routes_.back().handler(sent); }).body;
  };
  EXPECT_NE(deliver("credit-b.test").find("result-issuer"), std::string::npos);
  EXPECT_EQ(deliver("credit-a.test"), "{\"answers\":[{\"status\":200}]}");
}

TEST_F(Web, WhatChangedIsConfirmedAgain) {
  post("/basket", "shown=cup&product=cup");
  const std::string body = order();
  import({{"cup", 1600, 2}});
  tick();
  const auto again = post("/handover", body);
  EXPECT_EQ(again.status, 409);
  EXPECT_NE(again.body.find("¥1,600"), std::string::npos);
  EXPECT_NE(again.body.find("name=\"offer\""), std::string::npos);
}

TEST_F(Web, OffersRunOutAndCannotBeMadeUp) {
  post("/basket", "shown=cup&product=cup");
  const std::string body = order();
  EXPECT_EQ(post("/handover", "company=credit-a&decision=ok&offer=AAAA").status, 400);
  EXPECT_EQ(post("/handover", "company=credit-b&decision=ok&offer=" + offer()).status, 404);
  EXPECT_EQ(location(post("/handover", "company=credit-a&decision=cancel&offer=x")), "/");
  clock_.time = clock_.time + 30 * 60;
  EXPECT_EQ(post("/handover", body).status, 410);
}

TEST_F(Web, FormsOfOtherSitesAreRefused) {
  for (const char* pattern : {"/basket", "/basket/quantities", "/handover"}) {
    EXPECT_EQ(send(http::Method::post, pattern, {}, "shown=cup&product=cup", "https://elsewhere.test").status, 403);
  }
  EXPECT_TRUE(cookie_.empty());
}

TEST_F(Web, AWaitingWindowIsToldAtOnce) {
  const std::string code = buy();
  const auto request = asked(code);
  const auto stream = get("/purchase/:code/events", {code}).stream;
  const auto next = [&] { return on_loop([&] { return stream(); }); };
  EXPECT_EQ(next(), "retry: 2000\n\n");
  std::promise<std::optional<std::string>> told;
  loops_.at(0).post([&] {
    spawn([](const std::function<Task<std::optional<std::string>>()>& s,
             std::promise<std::optional<std::string>>& p) -> Task<void> { p.set_value(co_await s()); }(stream, told));
  });
  EXPECT_EQ(carry(result(request, protocol::Outcome::ok)).status, 303);
  EXPECT_EQ(told.get_future().get(), "event: result\ndata: {\"outcome\":\"OK\"}\n\n");
  EXPECT_EQ(next(), std::nullopt);
}

TEST_F(Web, AWaitingWindowSeesWhatAnotherProcessTook) {
  const std::string code = buy();
  const auto request = asked(code);
  const auto stream = get("/purchase/:code/events", {code}).stream;
  EXPECT_EQ(on_loop([&] { return stream(); }), "retry: 2000\n\n");
  std::promise<std::optional<std::string>> told;
  loops_.at(0).post([&] {
    spawn([](const std::function<Task<std::optional<std::string>>()>& s,
             std::promise<std::optional<std::string>>& p) -> Task<void> { p.set_value(co_await s()); }(stream, told));
  });
  Shop other(*party_);
  std::vector<http::Route> others = routes(other);
  others.swap(routes_);
  EXPECT_EQ(carry(result(request, protocol::Outcome::no)).status, 303);
  tick();
  EXPECT_EQ(told.get_future().get(), "event: result\ndata: {\"outcome\":\"NO\"}\n\n");
  others.swap(routes_);
  other.stop();
}

TEST_F(Web, NothingOfThePurchaseIsLogged) {
  log_->set_level(spdlog::level::trace);
  const std::string code = buy();
  EXPECT_EQ(carry(result(asked(code), protocol::Outcome::ok)).status, 303);
  const std::string text = logged_.str();
  EXPECT_NE(text.find("handed over"), std::string::npos);
  for (const std::string& fact : {std::string("cup"), std::string("1500"), std::string("1,500"), code}) {
    EXPECT_EQ(text.find(fact), std::string::npos) << fact;
  }
}

TEST_F(Web, SearchPagesAndBadInput) {
  EXPECT_EQ(location(post("/basket", "shown=cup&go=search&q=a+b%26")), "/?q=a%20b%26");
  EXPECT_EQ(location(post("/basket", "shown=cup&go=page:2&q=x&q_shown=y")), "/?q=y&page=2");
  EXPECT_EQ(location(post("/basket", "go=%0d%0aX:1")), "/");
  EXPECT_EQ(get("/", {}, "q=TEA").body.find("Name of cup"), std::string::npos);
  EXPECT_NE(get("/", {}, "page=99").body.find("Name of cup"), std::string::npos);
  post("/basket", "shown=cup&product=cup");
  for (const char* quantity : {"100", "-1", "x", "", "1.5"}) {
    EXPECT_EQ(post("/basket/quantities", "quantity-cup=" + std::string(quantity)).status, 400) << quantity;
  }
  EXPECT_EQ(post("/basket", "a=%zz").status, 400);
  EXPECT_EQ(get("/purchase/:code", {"x"}).status, 404);
  EXPECT_EQ(get("/returned/:number", {"x"}).status, 404);
  EXPECT_EQ(get("/picture/:name", {"x"}).status, 404);
  EXPECT_EQ(get("/confirm/:company", {"x"}).status, 404);
  cookie_ = "not-ours";
  EXPECT_EQ(get("/").status, 200);
  EXPECT_TRUE(cookie_.empty());
}

}  // namespace
}  // namespace sealcart::mall
