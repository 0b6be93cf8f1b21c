// All documents: what is encoded is what is decoded, and nothing but what the right party signed, for us, now, is
// taken.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/json.hpp>
#include <functional>
#include <set>

#include "core/id.h"
#include "protocol/carrier_terms.h"
#include "protocol/payment_request.h"
#include "protocol/settlement_result.h"
#include "protocol/shipping_receipt.h"
#include "protocol/shipping_request.h"
#include "protocol/verified.h"
#include "seal/open.h"

namespace sealcart::protocol {
namespace {

constexpr Time now{1'800'000'000};
const std::string mall = "https://mall.example", credit = "https://credit.example";

class Documents : public testing::Test {
 protected:
  static void SetUpTestSuite() { seal::start(); }
  Documents() {
    const auto key = seal::SigningKey::generate(seal::system_random());
    signer = {seal::thumbprint(key.public_key()), key};
    keys = {{signer->kid, key.public_key(), now - 1000, now + 1000}};
  }
  PaymentRequest request(Disclosure disclosure = Disclosure::sealed) {
    const std::string number = random_id(seal::system_random());
    const std::string goods = *seal::seal(seal::Subject::goods, number, "{}", desk.sealing_key());
    return {{mall, credit, "j1", now, now + 900},
            disclose(disclosure, number, goods),
            {3015, *Currency::parse("JPY")},
            GoodsKind::physical};
  }
  ShippingRequest shipping_request(Disclosure disclosure, std::optional<Money> collects) {
    const std::string number = random_id(seal::system_random());
    const std::string goods = *seal::seal(seal::Subject::goods, number, "{}", desk.sealing_key());
    return {
        {mall, credit, "j1", now, now + 900}, disclose(disclosure, number, goods), {"80", "60"}, "standard", collects};
  }
  SettlementResult result(Outcome outcome) {
    const std::string number = random_id(seal::system_random());
    SettlementResult made{{credit, mall, "j2", now, {}},   outcome,           {}, {number, {}},
                          {3015, *Currency::parse("JPY")}, document_hash("x")};
    if (outcome == Outcome::ok) {
      const std::string receipt = random_id(seal::system_random());
      made.receipt = Named{receipt, seal::seal(seal::Subject::customer, receipt, "{}", desk.sealing_key())};
    }
    return made;
  }
  std::string code(const std::string& document, Time at = now, const std::string& audience = credit) {
    const auto decoded = decode<PaymentRequest>(document, mall, audience, at, keys);
    return decoded ? "taken" : decoded.error().code;
  }
  std::string signed_text(boost::json::object payload, const std::string& type = std::string(PaymentRequest::type)) {
    return sign(type, payload, *signer);
  }
  boost::json::object payload() {
    return {{"iss", mall},
            {"aud", credit},
            {"jti", "j"},
            {"iat", now.seconds},
            {"exp", now.seconds + 900},
            {"purchase", random_id(seal::system_random())},
            {"amount", 3015},
            {"currency", "JPY"},
            {"kind", "physical"}};
  }
  seal::DeskKey desk = seal::DeskKey::generate();
  std::optional<Signer> signer;
  std::vector<VerifyKey> keys;
};

TEST_F(Documents, RequestComesBackAsItWas) {
  for (const Disclosure mode : {Disclosure::sealed, Disclosure::number_only, Disclosure::sealed_only}) {
    const PaymentRequest made = request(mode);
    const std::string document = encode(made, *signer);
    for (const auto& read :
         {decode<PaymentRequest>(document, mall, credit, now, keys), reread_as<PaymentRequest>(document, now)}) {
      ASSERT_TRUE(read) << name(mode) << read.error().code;
      EXPECT_EQ(read->purchase, made.purchase);
      EXPECT_EQ(read->amount, made.amount);
      EXPECT_EQ(read->kind, made.kind);
      EXPECT_EQ(read->envelope.expires, made.envelope.expires);
    }
  }
}

TEST_F(Documents, ResultComesBackAsItWas) {
  for (const Outcome outcome : {Outcome::ok, Outcome::no, Outcome::ng}) {
    const SettlementResult made = result(outcome);
    const auto read = decode<SettlementResult>(encode(made, *signer), credit, mall, now + 90 * 86400, keys);
    ASSERT_TRUE(read) << name(outcome) << read.error().code;
    EXPECT_EQ(read->outcome, outcome);
    EXPECT_EQ(read->receipt, made.receipt);
    EXPECT_EQ(read->purchase, made.purchase);
    EXPECT_EQ(read->request_hash, made.request_hash);
  }
}

TEST_F(Documents, ShippingRequestComesBackAsItWas) {
  for (const Disclosure mode : {Disclosure::sealed, Disclosure::number_only, Disclosure::sealed_only}) {
    for (const std::optional<Money> collects :
         {std::optional<Money>(), std::optional(Money{3015, *Currency::parse("JPY")})}) {
      const ShippingRequest made = shipping_request(mode, collects);
      const std::string document = encode(made, *signer);
      EXPECT_EQ(claimed_type(document), ShippingRequest::type);
      const auto read = decode<ShippingRequest>(document, mall, credit, now, keys);
      ASSERT_TRUE(read) << name(mode) << read.error().code;
      EXPECT_EQ(read->purchase, made.purchase);
      EXPECT_EQ(read->parcels, made.parcels);
      EXPECT_EQ(read->service, made.service);
      EXPECT_EQ(read->cash_on_delivery, collects);
      EXPECT_FALSE(decode<PaymentRequest>(document, mall, credit, now, keys)) << "a document of another kind";
    }
  }
}

TEST_F(Documents, ShippingRequestFieldsAreChecked) {
  const auto taken = [&](const std::function<void(boost::json::object&)>& change) {
    auto p = payload();
    p.erase("kind");
    p["parcels"] = boost::json::array{"80"};
    p["service"] = "standard";
    change(p);
    const auto read =
        decode<ShippingRequest>(signed_text(p, std::string(ShippingRequest::type)), mall, credit, now, keys);
    return read ? std::string("taken") : read.error().code;
  };
  const std::string refused = "shipping-request-fields";
  EXPECT_EQ(taken([](auto&) {}), "taken");
  EXPECT_EQ(taken([](auto& p) { p.erase("amount"), p.erase("currency"); }), "taken");
  EXPECT_EQ(taken([](auto& p) { p.erase("amount"); }), refused) << "a currency without an amount";
  EXPECT_EQ(taken([](auto& p) { p["amount"] = 0; }), refused);
  EXPECT_EQ(taken([](auto& p) { p.erase("exp"); }), refused);
  EXPECT_EQ(taken([](auto& p) { p.erase("parcels"); }), refused);
  EXPECT_EQ(taken([](auto& p) { p["parcels"] = boost::json::array(); }), refused);
  EXPECT_EQ(taken([](auto& p) { p["parcels"] = boost::json::array{80}; }), refused);
  EXPECT_EQ(taken([](auto& p) { p["parcels"] = boost::json::array(max_parcels + 1, "80"); }), refused);
  EXPECT_EQ(taken([](auto& p) { p["parcels"] = boost::json::array{"8 0"}; }), refused);
  EXPECT_EQ(taken([](auto& p) { p["service"] = ""; }), refused);
  EXPECT_EQ(taken([](auto& p) { p["goods"] = "tea"; }), refused);
}

TEST_F(Documents, ShippingReceiptComesBackAsItWas) {
  for (const Outcome outcome : {Outcome::ok, Outcome::no, Outcome::ng}) {
    for (const Disclosure mode : {Disclosure::sealed, Disclosure::number_only, Disclosure::sealed_only}) {
      ShippingReceipt made{
          {credit, mall, "j3", now, {}}, outcome, {}, {random_id(seal::system_random()), {}}, document_hash("x")};
      const std::string number = random_id(seal::system_random());
      const std::string addressee = *seal::seal(seal::Subject::addressee, number, "{}", desk.sealing_key());
      if (outcome == Outcome::ok) made.shipping = disclose(mode, number, addressee);
      const auto read = decode<ShippingReceipt>(encode(made, *signer), credit, mall, now + 90 * 86400, keys);
      ASSERT_TRUE(read) << name(outcome) << read.error().code;
      EXPECT_EQ(read->outcome, outcome);
      EXPECT_EQ(read->shipping, made.shipping);
      EXPECT_EQ(read->purchase, made.purchase);
      EXPECT_EQ(read->request_hash, made.request_hash);
    }
  }
}

TEST(CarrierTerms, ComeBackAndStrangeOnesAreRefused) {
  const CarrierTerms terms{{{"60", 600, 2000}, {"80", 800, 5000}}, {"standard", "express"}, true};
  EXPECT_EQ(decode_carrier_terms(encode(terms)), terms);
  EXPECT_EQ(terms.find_class("80")->girth_mm, 800);
  EXPECT_EQ(terms.find_class("100"), nullptr);
  const char* class_60 = R"({"id":"60","girth_mm":600,"weight_g":2000})";
  const auto of = [](const std::string& classes, const std::string& rest) {
    return decode_carrier_terms("{\"size_classes\":[" + classes + "]," + rest + "}");
  };
  const std::string rest = R"("services":["standard"],"cash_on_delivery":false)";
  EXPECT_TRUE(of(class_60, rest));
  EXPECT_FALSE(of("", rest));
  EXPECT_FALSE(of(std::string(class_60) + "," + class_60, rest)) << "classes must grow";
  EXPECT_FALSE(of(R"({"id":"60","girth_mm":0,"weight_g":2000})", rest));
  EXPECT_FALSE(of(R"({"id":"","girth_mm":600,"weight_g":2000})", rest));
  EXPECT_FALSE(of(class_60, R"("services":[],"cash_on_delivery":false)"));
  EXPECT_FALSE(of(class_60, R"("services":["standard"])"));
  EXPECT_TRUE(rc::check([](const std::string& text) { (void)decode_carrier_terms(text); }));
}

TEST_F(Documents, EveryFlippedBitIsRefused) {
  const std::string document = encode(request(Disclosure::number_only), *signer);
  ASSERT_EQ(code(document), "taken");
  for (std::size_t i = 0; i < document.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string other = document;
      other[i] = static_cast<char>(other[i] ^ (1 << bit));
      EXPECT_NE(code(other), "taken") << i << "." << bit;
    }
  }
}

TEST_F(Documents, GuardsInOrderOfPrecedence) {
  const std::string good = encode(request(), *signer);
  const auto other_key = seal::SigningKey::generate(seal::system_random());
  struct Row {
    const char* expected;
    std::string document;
    Time at = now;
    std::string audience = credit;
  };
  auto changed = [&](const std::function<void(boost::json::object&)>& change) {
    auto p = payload();
    change(p);
    return signed_text(p);
  };
  const std::string forged = sign(PaymentRequest::type, payload(), {signer->kid, other_key});
  const std::vector<Row> rows = {
      {"taken", good},
      {"document-malformed", ""},
      {"document-malformed", "a.b"},
      {"document-malformed", "a.b.c.d"},
      {"document-malformed", good + "."},
      {"document-malformed", std::string(70'000, 'a')},
      {"document-type", sign(SettlementResult::type, payload(), *signer)},
      {"document-key", sign(PaymentRequest::type, payload(), {seal::thumbprint(other_key.public_key()), other_key})},
      {"document-signature", forged},
      {"document-issuer", changed([](auto& p) { p["iss"] = "https://other.example"; })},
      {"document-audience", good, now, "https://other.example"},
      {"document-key", changed([](auto& p) { p["iat"] = now.seconds - 1001; })},
      {"document-from-the-future", changed([](auto& p) { p["iat"] = now.seconds + 121; })},
      {"taken", changed([](auto& p) { p["iat"] = now.seconds + 120; })},
      {"taken", good, now + 899},
      {"document-expired", good, now + 900},
      {"payment-request-fields", changed([](auto& p) { p.erase("exp"); })},
      {"payment-request-fields", changed([](auto& p) { p["amount"] = 0; })},
      {"payment-request-fields", changed([](auto& p) { p["amount"] = -1; })},
      {"payment-request-fields", changed([](auto& p) { p["amount"] = 30.15; })},
      {"payment-request-fields", changed([](auto& p) { p["amount"] = "3015"; })},
      {"payment-request-fields", changed([](auto& p) { p["amount"] = max_amount + 1; })},
      {"payment-request-fields", changed([](auto& p) { p["currency"] = "XXX"; })},
      {"payment-request-fields", changed([](auto& p) { p["kind"] = "other"; })},
      {"payment-request-fields", changed([](auto& p) { p["purchase"] = "12"; })},
      {"payment-request-fields", changed([](auto& p) { p["goods"] = "tea"; })},
      {"document-malformed", changed([](auto& p) { p["jti"] = std::string(65, 'j'); })},
      {"document-malformed", changed([](auto& p) { p["iat"] = "now"; })},
  };
  for (const Row& row : rows)
    EXPECT_EQ(code(row.document, row.at, row.audience), row.expected) << row.document.substr(0, 200);
}

TEST_F(Documents, HeaderIsExactlyOurs) {
  const std::string rest = encode(request(), *signer);
  const std::string tail = rest.substr(rest.find('.'));
  const auto with_header = [&](const std::string& header) { return seal::base64url(seal::bytes(header)) + tail; };
  const std::string typ = R"("typ":"sealcart.payment-request+jws")";
  EXPECT_EQ(code(with_header(R"({"alg":"none","kid":")" + signer->kid + "\"," + typ + "}")), "document-algorithm");
  EXPECT_EQ(code(with_header(R"({"alg":"HS256","kid":")" + signer->kid + "\"," + typ + "}")), "document-algorithm");
  EXPECT_EQ(code(with_header(R"({"alg":"EdDSA","crit":["exp"],"kid":")" + signer->kid + "\"," + typ + "}")),
            "document-malformed");
  EXPECT_EQ(code(with_header(R"({"alg":"EdDSA",)" + typ + "}")), "document-malformed");
}

TEST_F(Documents, ResultFieldsAgreeWithTheOutcome) {
  const auto taken = [&](const boost::json::object& p) {
    const auto read =
        decode<SettlementResult>(signed_text(p, std::string(SettlementResult::type)), mall, credit, now, keys);
    return read ? std::string("taken") : read.error().code;
  };
  auto base = payload();
  base["request_hash"] = document_hash("x");
  const std::string number = random_id(seal::system_random());
  const std::string customer = *seal::seal(seal::Subject::customer, number, "{}", desk.sealing_key());
  struct Row {
    const char* expected;
    const char* outcome;
    std::string receipt, customer;
  };
  for (const Row& row : std::vector<Row>{{"taken", "OK", number, ""},
                                         {"taken", "OK", number, customer},
                                         {"taken", "OK", customer, ""},
                                         {"taken", "NO", "", ""},
                                         {"taken", "NG", "", ""},
                                         {"settlement-result-fields", "OK", "", ""},
                                         {"settlement-result-fields", "OK", customer, customer},
                                         {"settlement-result-fields", "OK", "12", ""},
                                         {"settlement-result-fields", "NO", number, ""},
                                         {"settlement-result-fields", "NG", "", customer},
                                         {"settlement-result-fields", "ok", number, ""}}) {
    auto p = base;
    p["outcome"] = row.outcome;
    if (!row.receipt.empty()) p["receipt"] = row.receipt;
    if (!row.customer.empty()) p["customer"] = row.customer;
    EXPECT_EQ(taken(p), row.expected) << row.outcome << " " << row.receipt << " " << row.customer;
  }
}

TEST(RequestKey, TellsMallsAndPurchasesApart) {
  const std::string one = dated_id(seal::system_random(), Time{1'700'000'000});
  const std::string other = dated_id(seal::system_random(), Time{1'700'000'001});
  const std::set<seal::Digest> keys = {request_key("https://a.example", one), request_key("https://b.example", one),
                                       request_key("https://a.example", other), request_key("https://a.example", "x"),
                                       request_key("https://b.example", "x")};
  EXPECT_EQ(keys.size(), 5U);
  EXPECT_EQ(request_key("https://a.example", one), request_key("https://a.example", one));
  EXPECT_LT(request_key("https://b.example", one), request_key("https://a.example", other));
}

TEST_F(Documents, KeySetsComeBackAndStrangeOnesAreRefused) {
  const auto read = decode_key_set(encode_key_set(keys));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1U);
  EXPECT_EQ(read->front().key, keys.front().key);
  EXPECT_EQ(read->front().not_after, keys.front().not_after);
  EXPECT_TRUE(decode_key_set(R"({"keys":[{"kty":"RSA"}]})")->empty());
  for (const char* bad : {"", "[]", "{}", R"({"keys":1})", R"({"keys":[1]})",
                          R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k","x":"AAAA","nbf":1,"exp":2}]})"}) {
    EXPECT_FALSE(decode_key_set(bad)) << bad;
  }
}

TEST_F(Documents, AnyTextIsAnsweredWithAProblem) {
  EXPECT_TRUE(rc::check([&](const std::string& text) {
    RC_ASSERT(!decode<PaymentRequest>(text, mall, credit, now, keys));
    RC_ASSERT(!decode<SettlementResult>(text, mall, credit, now, keys));
    RC_ASSERT(!decode<ShippingRequest>(text, mall, credit, now, keys));
    RC_ASSERT(!decode<ShippingReceipt>(text, mall, credit, now, keys));
    (void)claimed_type(text);
    RC_ASSERT(!peek(text, PaymentRequest::type));
  }));
}

}  // namespace
}  // namespace sealcart::protocol
