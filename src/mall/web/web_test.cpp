// The mall's endpoints on a real database and a loop of their own, without sockets: what a browser and a credit company
// send.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <future>
#include <sstream>

#include "core/id.h"
#include "exchange/store/partners.h"
#include "http/server.h"
#include "mall/store/catalogue.h"
#include "mall/store/migrations.h"
#include "mall/web/kept_goods.h"
#include "mall/web/routes.h"
#include "protocol/carrier_terms.h"
#include "protocol/shipping_receipt.h"
#include "protocol/shipping_request.h"
#include "protocol/verified.h"
#include "seal/box.h"

namespace sealcart::mall {
namespace {

struct TestClock final : Clock {
  Time time{1'700'000'000};
  Time now() const override { return time; }
};

// A certificate that nobody checks: the client only wants to have an authority.
void write_authority(const std::string& file) {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  X509* certificate = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  X509_sign(certificate, key, nullptr);
  std::FILE* out = std::fopen(file.c_str(), "w");
  PEM_write_X509(out, certificate);
  std::fclose(out);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

exchange::Config config(const std::string& folder) {
  exchange::Config made;
  made.role = "mall";
  made.name = "Test Mall";
  made.origin = "https://mall.test";
  made.api = "https://mall.test:8444";
  made.keys = folder + "/keys";
  return made;
}

seal::PublicKey desk_key() {
  // Any point of the curve will do to seal to: the base point of X25519.
  seal::PublicKey key{};
  key[0] = 9;
  return key;
}

class Web : public testing::Test {
 protected:
  Web() {
    seal::start();
    char name[] = "/tmp/mall_web_XXXXXX";
    EXPECT_NE(mkdtemp(name), nullptr);
    folder_ = name;
    config_ = config(folder_);
    exchange::create_keys(config_.keys, seal::SealingKey::of(desk_key()), seal::system_random(), clock_.now());
    write_authority(folder_ + "/authority.pem");
    database_ = sql::Database::open({.url = "sqlite:" + folder_ + "/mall.db"});
    database_->migrate(exchange::store::migrations());
    database_->migrate(store::migrations());
    add_partner("credit-a", "https://credit-a.test");
    add_partner("credit-b", "https://credit-b.test");
    const protocol::CarrierTerms large{{{"60", 600, 2000}, {"160", 1600, 25000}}, {"standard", "express"}, true};
    const protocol::CarrierTerms small{{{"60", 600, 2000}}, {"standard"}, false};
    add_partner("shipping-s", "https://shipping-s.test", "shipping", protocol::encode(large));
    add_partner("shipping-t", "https://shipping-t.test", "shipping", protocol::encode(small));
    import({{"cup", 1500, 2}, {"tea", 700, std::nullopt}});
    keys_ = std::make_unique<exchange::KeyRing>(config_.keys);
    partners_ = std::make_unique<exchange::Partners>(*database_, clock_);
    partners_->read();
    client_ = std::make_unique<http::Client>(loops_, http::TlsFiles{.authority = folder_ + "/authority.pem"});
    log_ = std::make_unique<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(logged_));
    outbox_ =
        std::make_unique<exchange::Outbox>(*database_, *partners_, *client_, clock_, seal::system_random(), *log_);
    open_shop();
  }
  ~Web() override {
    shop_->stop();
    loops_.stop();
    loops_.join();
    std::filesystem::remove_all(folder_);
  }

  void open_shop() {
    routes_.clear();
    partner_routes_.clear();
    shop_.reset();
    party_.reset();
    party_.reset(new exchange::Party{config_, config_.origin, clock_, seal::system_random(), *database_, *keys_,
                                     *partners_, *client_, *outbox_, pages(), *log_});
    shop_ = std::make_unique<Shop>(*party_);
    routes_ = routes(*shop_);
    partner_routes_ = partner_routes(*shop_);
  }
  static const render::Pages& pages() {
    static const render::Pages all({"mall"});
    return all;
  }

  void add_partner(const std::string& id, const std::string& origin, const std::string& role = "credit",
                   const std::string& terms = "") {
    signers_.emplace(id, protocol::Signer{"", seal::SigningKey::generate(seal::system_random())});
    protocol::Signer& signer = signers_.at(id);
    signer.kid = seal::thumbprint(signer.key.public_key());
    const protocol::VerifyKey key{signer.kid, signer.key.public_key(), {0}, {4'000'000'000}};
    const exchange::store::PartnerRow row{.id = id,
                                          .role = role,
                                          .name = "Company " + id,
                                          .location = "Here",
                                          .service = "Cards",
                                          .origin = origin,
                                          .api = origin + ":8444",
                                          .page = origin + (role == "credit" ? "/pay" : "/send"),
                                          .terms = terms,
                                          .key_set = protocol::encode_key_set({key})};
    database_->write_now([&](sql::Connection& c) { exchange::store::save_partner(c, row, clock_.now()); });
  }
  struct Item {
    const char* sku;
    std::int64_t price;
    std::optional<std::int64_t> stock;
  };
  void import(std::vector<Item> items) {
    std::vector<Product> products;
    for (const Item& item : items) {
      Product product{.sku = item.sku, .price = {item.price, *Currency::parse("JPY")}, .stock = item.stock};
      product.name_en = "Name of " + product.sku;
      if (product.sku == "song") {
        product.kind = protocol::GoodsKind::digital;
      } else {
        product.size = Size{100, 100, item.price == 9000 ? 900 : 100, 300};
      }
      product.position = static_cast<std::int64_t>(products.size());
      products.push_back(std::move(product));
    }
    database_->write_now([&](sql::Connection& c) { store::import_catalogue(c, products, {}, false, clock_.now()); });
  }

  template <class Make>
  auto on_loop(Make make) {
    using T = decltype(make().operator co_await().await_resume());
    std::promise<T> promise;
    loops_.at(0).post([&] {
      spawn([](Make& start, std::promise<T>& answer) -> Task<void> {
        try {
          if constexpr (std::is_void_v<T>) {
            co_await start();
            answer.set_value();
          } else {
            answer.set_value(co_await start());
          }
        } catch (...) {
          answer.set_exception(std::current_exception());
        }
      }(make, promise));
    });
    return promise.get_future().get();
  }
  void tick() {
    on_loop([&] { return shop_->tick(); });
  }

  // A browser: keeps the basket's cookie.
  http::Response send(http::Method method, const std::string& pattern, std::vector<std::string> captures,
                      std::string query_or_body, std::string origin = "https://mall.test") {
    http::Request request{.method = method, .path = pattern, .captures = std::move(captures)};
    (method == http::Method::post ? request.body : request.query) = std::move(query_or_body);
    if (method == http::Method::post) request.headers.emplace_back("origin", origin);
    if (!cookie_.empty() && origin == config_.origin)
      request.headers.emplace_back("cookie", "__Host-basket=" + cookie_);
    const auto route = std::find_if(routes_.begin(), routes_.end(),
                                    [&](const http::Route& r) { return r.method == method && r.pattern == pattern; });
    EXPECT_NE(route, routes_.end()) << pattern;
    auto response = on_loop([&] { return route->handler(request); });
    for (const auto& [name, value] : response.headers) {
      if (name == "Set-Cookie") cookie_ = value.substr(14, value.find(';') - 14);
    }
    if (response.shared_body) response.body = *response.shared_body;
    return response;
  }
  http::Response get(const std::string& pattern, std::vector<std::string> captures = {}, std::string query = "") {
    return send(http::Method::get, pattern, std::move(captures), std::move(query));
  }
  http::Response post(const std::string& pattern, std::string body, std::vector<std::string> captures = {}) {
    return send(http::Method::post, pattern, std::move(captures), std::move(body));
  }
  static std::string location(const http::Response& response) {
    for (const auto& [name, value] : response.headers) {
      if (name == "Location") return value;
    }
    return {};
  }
  static std::string between(const std::string& text, const std::string& begin, const std::string& end) {
    const std::size_t at = text.find(begin);
    if (at == std::string::npos) return {};
    return text.substr(at + begin.size(), text.find(end, at + begin.size()) - at - begin.size());
  }
  std::string offer() { return between(get("/confirm/:company", {"credit-a"}).body, "name=\"offer\" value=\"", "\""); }
  std::string order() { return "company=credit-a&decision=ok&offer=" + offer(); }
  std::string order_at_door(const std::string& service = "standard") {
    const std::string page = get("/confirm/:company", {"shipping-s"}).body;
    return "company=shipping-s&service=" + service +
           "&decision=ok&offer=" + between(page, "name=\"offer\" value=\"", "\"");
  }

  // The whole way to a pending purchase: its code.
  std::string purchase_code_of(const http::Response& handed) {
    EXPECT_EQ(handed.status, 303) << handed.body;
    return location(handed).substr(sizeof "/purchase/" - 1);
  }
  std::string buy(const std::string& sku = "cup") {
    post("/basket", "shown=" + sku + "&product=" + sku + "&go=settlement");
    return purchase_code_of(post("/handover", order()));
  }
  protocol::PaymentRequest asked(const std::string& code) {
    document_ = between(get("/purchase/:code", {code}).body, "name=\"request\" value=\"", "\"");
    return protocol::decode<protocol::PaymentRequest>(document_, config_.origin, "https://credit-a.test", clock_.now(),
                                                      keys_->published(clock_.now()))
        .value();
  }
  std::string result(const protocol::PaymentRequest& request, protocol::Outcome outcome,
                     const std::string& from = "credit-a") {
    protocol::SettlementResult made{
        .envelope = {"https://" + from + ".test", config_.origin, random_id(seal::system_random()), clock_.now()},
        .outcome = outcome,
        .purchase = request.purchase,
        .amount = request.amount,
        .request_hash = protocol::document_hash(document_)};
    if (outcome == protocol::Outcome::ok) made.receipt = protocol::Named{random_id(seal::system_random()), {}};
    return protocol::encode(made, signers_.at(from));
  }
  // The shipping request that the page holds.
  protocol::ShippingRequest asked_to_ship(const std::string& code, const std::string& company = "shipping-s") {
    document_ = between(get("/purchase/:code", {code}).body, "name=\"request\" value=\"", "\"");
    return protocol::decode<protocol::ShippingRequest>(document_, config_.origin, "https://" + company + ".test",
                                                       clock_.now(), keys_->published(clock_.now()))
        .value();
  }
  std::string receipt(const protocol::ShippingRequest& request, protocol::Outcome outcome,
                      const std::string& from = "shipping-s") {
    protocol::ShippingReceipt made{
        .envelope = {"https://" + from + ".test", config_.origin, random_id(seal::system_random()), clock_.now()},
        .outcome = outcome,
        .purchase = request.purchase,
        .request_hash = protocol::document_hash(document_)};
    if (outcome == protocol::Outcome::ok) made.shipping = protocol::Named{random_id(seal::system_random()), {}};
    return protocol::encode(made, signers_.at(from));
  }
  http::Response deliver(const std::string& code, const std::string& company, const std::string& service = "standard") {
    return post("/purchase/:code/deliver", "company=" + company + "&service=" + service, {code});
  }
  http::Response carry(const std::string& document) {
    return send(http::Method::post, "/result", {}, "document=" + document, "https://credit-a.test");
  }

  std::string folder_;
  exchange::Config config_;
  TestClock clock_;
  std::unique_ptr<sql::Database> database_;
  std::map<std::string, protocol::Signer> signers_;
  std::unique_ptr<exchange::KeyRing> keys_;
  std::unique_ptr<exchange::Partners> partners_;
  std::ostringstream logged_;
  std::unique_ptr<spdlog::logger> log_;
  http::Loops loops_{1};
  std::unique_ptr<http::Client> client_;
  std::unique_ptr<exchange::Outbox> outbox_;
  std::unique_ptr<exchange::Party> party_;
  std::unique_ptr<Shop> shop_;
  std::vector<http::Route> routes_, partner_routes_;
  std::string cookie_, document_;
};

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
