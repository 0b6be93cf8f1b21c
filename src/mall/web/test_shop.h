// For tests: the mall's endpoints on a real database and a loop of their own, without sockets: what a browser and the
// companies send.
#pragma once

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

struct TestClock final : Clock {
  Time time{1'700'000'000};
  Time now() const override { return time; }
};

// A certificate that nobody checks: the client only wants to have an authority.
inline void write_authority(const std::string& file) {
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

inline exchange::Config config(const std::string& folder) {
  exchange::Config made;
  made.role = "mall";
  made.name = "Test Mall";
  made.origin = "https://mall.test";
  made.api = "https://mall.test:8444";
  made.keys = folder + "/keys";
  return made;
}

inline seal::PublicKey desk_key() {
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

}  // namespace sealcart::mall
