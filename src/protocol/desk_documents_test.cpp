// The documents that desks send each other after a purchase: each comes back as it was, each member is refused when it
// is wrong, and none is taken for one of another kind.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <functional>
#include <iterator>

#include "core/id.h"
#include "protocol/claim.h"
#include "protocol/label.h"
#include "protocol/payment_request.h"
#include "protocol/refund.h"
#include "protocol/remittance_advice.h"
#include "protocol/settlement_result.h"
#include "protocol/shipping_receipt.h"
#include "protocol/shipping_request.h"
#include "protocol/tracking_event.h"
#include "protocol/verified.h"
#include "protocol/void_request.h"
#include "seal/open.h"

namespace sealcart::protocol {
namespace {

namespace json = boost::json;

constexpr Time now{1'800'000'000};
const std::string mall = "https://mall.example", company = "https://company.example";
const Currency yen = *Currency::parse("JPY");

std::string number() { return random_id(seal::system_random()); }
template <class Number>
Number made() {
  return Number::make(seal::system_random(), now);
}

class DeskDocuments : public testing::Test {
 protected:
  static void SetUpTestSuite() { seal::start(); }
  DeskDocuments() {
    const auto key = seal::SigningKey::generate(seal::system_random());
    signer = {seal::thumbprint(key.public_key()), key};
    keys = {{signer->kid, key.public_key(), now - 1000, now + 1000}};
  }
  Envelope envelope() { return {mall, company, number(), now, {}}; }
  std::string sealed(NumberKind kind) { return *seal::seal(subject(kind), number(), "{}", desk.sealing_key()); }
  std::string name_of(NumberKind kind, bool by_seal) { return by_seal ? sealed(kind) : number(); }
  template <class Document>
  Expected<Document> decoded(const std::string& document, Time at = now) {
    return decode<Document>(document, mall, company, at, keys);
  }
  // Documents never expire: read long after.
  template <class Document>
  bool comes_back(const Document& made) {
    const std::string document = encode(made, *signer);
    const auto read = decoded<Document>(document, now + 90 * 86400);
    return claimed_type(document) == Document::type && read && *read == made;
  }
  // "taken" or the code for a payload of these members.
  template <class Document>
  std::string code(const json::object& members) {
    json::object payload = {{"iss", mall}, {"aud", company}, {"jti", "j"}, {"iat", now.seconds}};
    for (const auto& [name, value] : members) payload[name] = value;
    const auto read = decoded<Document>(sign(Document::type, payload, *signer));
    return read ? "taken" : read.error().code;
  }
  // `members` are taken; without any of `required`, and with any of `wrong`, each [member, value], they are refused.
  template <class Document>
  void check_members(const std::string& refusal, const json::object& members, const std::vector<std::string>& required,
                     const json::array& wrong) {
    EXPECT_EQ(code<Document>(members), "taken");
    for (const std::string& member : required) {
      json::object less = members;
      ASSERT_EQ(less.erase(member), 1U) << member;
      EXPECT_EQ(code<Document>(less), refusal) << "without " << member;
    }
    for (const json::value& change : wrong) {
      EXPECT_EQ(code<Document>(changed(members, change.as_array())), refusal) << change;
    }
  }
  static json::object changed(json::object members, const json::array& change) {
    members[change.at(0).as_string()] = change.at(1);
    return members;
  }
  Label label(NumberKind kind, bool by_seal, bool hashes, Parcel parcel) {
    const bool collects = kind == NumberKind::shipping && parcel.n == 1;
    return {envelope(),
            {kind, name_of(kind, by_seal)},
            hashes ? std::optional(document_hash(sealed(kind))) : std::nullopt,
            hashes && !by_seal ? std::optional(document_hash(sealed(kind))) : std::nullopt,
            parcel,
            collects ? std::optional(Money{max_amount, yen}) : std::nullopt};
  }
  RemittanceAdvice advice(std::vector<RemittanceItem> items, NumberKind numbers = NumberKind::receipt) {
    return {envelope(), made<PayoutNumber>(), 1, 1, now, yen, numbers, std::move(items)};
  }
  seal::DeskKey desk = seal::DeskKey::generate();
  std::optional<Signer> signer;
  std::vector<VerifyKey> keys;
};

NumberKind any_kind() { return *rc::gen::element(NumberKind::receipt, NumberKind::shipping); }
bool either() { return *rc::gen::arbitrary<bool>(); }
Money any_money() { return {*rc::gen::inRange<std::int64_t>(1, max_amount + 1), yen}; }
Parcel any_parcel() {
  const auto of = *rc::gen::inRange<std::int64_t>(1, max_parcels + 1);
  return {*rc::gen::inRange<std::int64_t>(1, of + 1), of};
}
Time any_time() { return {*rc::gen::inRange<std::int64_t>(0, 253'402'300'800)}; }
RemittanceItem any_item(std::string name) {
  const auto kind = *rc::gen::element(RemittanceKind::capture, RemittanceKind::refund, RemittanceKind::chargeback,
                                      RemittanceKind::collected, RemittanceKind::correction);
  const bool takes = kind == RemittanceKind::refund || kind == RemittanceKind::chargeback ||
                     (kind == RemittanceKind::correction && either());
  const std::int64_t amount = any_money().minor;
  return {std::move(name), kind, takes ? -amount : amount, *rc::gen::inRange<std::int64_t>(0, max_amount + 1)};
}

TEST_F(DeskDocuments, ComeBackAsTheyWere) {
  EXPECT_TRUE(rc::check("Label", [&] { RC_ASSERT(comes_back(label(any_kind(), either(), either(), any_parcel()))); }));
  EXPECT_TRUE(rc::check("Claim", [&] {
    RC_ASSERT(comes_back(Claim{envelope(), name_of(NumberKind::receipt, either()), made<ClaimNumber>(), any_money(),
                               either(), document_hash(number())}));
  }));
  EXPECT_TRUE(rc::check("Refund", [&] {
    RC_ASSERT(
        comes_back(Refund{envelope(), name_of(NumberKind::receipt, either()), made<RefundNumber>(), any_money()}));
  }));
  EXPECT_TRUE(rc::check("VoidRequest", [&] {
    RC_ASSERT(comes_back(VoidRequest{envelope(), name_of(NumberKind::receipt, either())}));
  }));
  EXPECT_TRUE(rc::check("TrackingEvent", [&] {
    const auto state = *rc::gen::element(ParcelState::received, ParcelState::dispatched, ParcelState::delivered,
                                         ParcelState::failed, ParcelState::returned, ParcelState::collected);
    RC_ASSERT(comes_back(
        TrackingEvent{envelope(), name_of(NumberKind::shipping, either()), any_parcel(), state, any_time()}));
  }));
  EXPECT_TRUE(rc::check("RemittanceAdvice", [&] {
    const NumberKind kind = any_kind();
    const auto count = *rc::gen::inRange<std::size_t>(1, 20);
    std::vector<RemittanceItem> items;
    while (items.size() < count) items.push_back(any_item(name_of(kind, either())));
    RemittanceAdvice made = advice(std::move(items), kind);
    made.parts = *rc::gen::inRange<std::int64_t>(1, 1001);
    made.part = *rc::gen::inRange<std::int64_t>(1, made.parts + 1);
    made.date = any_time();
    RC_ASSERT(comes_back(made));
  }));
}

TEST_F(DeskDocuments, NamesOfKindsAndStatesAreReadAsWritten) {
  for (const auto state : {"received", "dispatched", "delivered", "failed", "returned", "collected"}) {
    ASSERT_TRUE(parse_parcel_state(state)) << state;
    EXPECT_EQ(name(*parse_parcel_state(state)), state);
  }
  for (const auto kind : {"capture", "refund", "chargeback", "collected", "correction"}) {
    ASSERT_TRUE(parse_remittance_kind(kind)) << kind;
    EXPECT_EQ(name(*parse_remittance_kind(kind)), kind);
  }
  for (const auto strange : {"", "Received", "lost"}) {
    EXPECT_FALSE(parse_parcel_state(strange));
    EXPECT_FALSE(parse_remittance_kind(strange));
  }
}

TEST_F(DeskDocuments, LabelFieldsAreChecked) {
  const std::string refusal = "label-fields", hash = document_hash("x");
  const json::object bare = {{"receipt", number()}, {"parcel", 1}, {"of", 1}};
  check_members<Label>(refusal, bare, {"receipt", "parcel", "of"},
                       {{"receipt", "12"},
                        {"receipt", 12},
                        {"receipt", sealed(NumberKind::shipping)},
                        {"shipping", number()},
                        {"parcel", 0},
                        {"parcel", 2},
                        {"parcel", "1"},
                        {"of", 0},
                        {"of", 21},
                        {"of", 1.0},
                        {"goods_hash", hash + "A"},
                        {"goods_hash", hash.substr(1)},
                        {"goods_hash", std::string(43, '.')},
                        {"goods_hash", nullptr},
                        {"customer_hash", "tea"},
                        {"addressee_hash", hash},
                        {"amount", 3015},
                        {"currency", "JPY"}});
  json::object full = {{"shipping", number()}, {"goods_hash", hash}, {"addressee_hash", hash},
                       {"parcel", 1},          {"of", 20},           {"amount", 3015},
                       {"currency", "JPY"}};
  check_members<Label>(refusal, full, {"shipping", "parcel", "of", "amount", "currency"},
                       {{"parcel", 2},
                        {"shipping", sealed(NumberKind::shipping)},
                        {"addressee_hash", 1},
                        {"customer_hash", hash},
                        {"amount", 0},
                        {"amount", max_amount + 1},
                        {"currency", "XXX"}});
  full.erase("addressee_hash");
  full["shipping"] = sealed(NumberKind::shipping);
  EXPECT_EQ(code<Label>(full), "taken");
  EXPECT_EQ(code<Label>({{"receipt", number()}, {"parcel", 1}, {"of", 1}, {"amount", 1}, {"currency", "JPY"}}), refusal)
      << "a credit company collects no cash";
}

TEST_F(DeskDocuments, LabelFitsInAQrCode) {
  for (const NumberKind kind : {NumberKind::receipt, NumberKind::shipping}) {
    EXPECT_LT(encode(label(kind, false, true, {1, 20}), *signer).size(), 1000U);
    EXPECT_LT(encode(label(kind, true, true, {1, 20}), *signer).size(), 2953U);  // sealed-only mode
  }
}

TEST_F(DeskDocuments, CheckTextIsOfTheDocumentAlone) {
  const Label made = label(NumberKind::receipt, false, true, {1, 1});
  const std::string document = encode(made, *signer), text = check_text(document);
  EXPECT_EQ(text.size(), 9U);
  EXPECT_EQ(text[4], '-');
  EXPECT_EQ(text.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz-"), std::string::npos);
  EXPECT_EQ(check_text(document), text);
  Label reprint = made;
  reprint.envelope.id = number();
  EXPECT_NE(check_text(encode(reprint, *signer)), text);
}

TEST_F(DeskDocuments, ClaimFieldsAreChecked) {
  const std::string evidence = document_hash("x");
  check_members<Claim>("claim-fields",
                       {{"receipt", number()},
                        {"claim", number()},
                        {"amount", 3015},
                        {"currency", "JPY"},
                        {"last", true},
                        {"evidence", evidence}},
                       {"receipt", "claim", "amount", "currency", "last", "evidence"},
                       {{"receipt", "12"},
                        {"receipt", sealed(NumberKind::shipping)},
                        {"claim", sealed(NumberKind::receipt)},
                        {"claim", 1},
                        {"amount", 0},
                        {"amount", max_amount + 1},
                        {"currency", "yen"},
                        {"last", 1},
                        {"last", "true"},
                        {"evidence", evidence.substr(1)},
                        {"evidence", evidence.substr(1) + "/"},
                        {"evidence", evidence.substr(0, 42) + "B"}});
}

TEST(Evidence, HidesAndBinds) {
  std::array<unsigned char, 32> salt{}, other{};
  other[31] = 1;
  EXPECT_EQ(evidence_of(salt, "receipt"), document_hash(std::string(32, '\0') + "receipt"));
  EXPECT_NE(evidence_of(salt, "receipt"), evidence_of(other, "receipt"));
  EXPECT_NE(evidence_of(salt, "receipt"), evidence_of(salt, "Receipt"));
}

TEST_F(DeskDocuments, RefundFieldsAreChecked) {
  check_members<Refund>("refund-fields",
                        {{"receipt", number()}, {"refund", number()}, {"amount", 3015}, {"currency", "JPY"}},
                        {"receipt", "refund", "amount", "currency"},
                        {{"receipt", ""},
                         {"receipt", sealed(NumberKind::shipping)},
                         {"refund", "12"},
                         {"refund", false},
                         {"amount", -3015},
                         {"currency", ""}});
}

TEST_F(DeskDocuments, VoidFieldsAreChecked) {
  check_members<VoidRequest>("void-fields", {{"receipt", number()}}, {"receipt"},
                             {{"receipt", "12"}, {"receipt", sealed(NumberKind::shipping)}, {"receipt", nullptr}});
}

TEST_F(DeskDocuments, TrackingEventFieldsAreChecked) {
  check_members<TrackingEvent>(
      "tracking-event-fields",
      {{"shipping", number()}, {"parcel", 2}, {"of", 3}, {"state", "delivered"}, {"at", now.seconds}},
      {"shipping", "parcel", "of", "state", "at"},
      {{"shipping", "12"},
       {"shipping", sealed(NumberKind::receipt)},
       {"parcel", 4},
       {"parcel", 0},
       {"of", 21},
       {"state", "Delivered"},
       {"state", "lost"},
       {"state", 1},
       {"at", -1},
       {"at", 253'402'300'800},
       {"at", "2026-11-28"}});
}

TEST_F(DeskDocuments, RemittanceAdviceFieldsAreChecked) {
  const std::string refusal = "remittance-advice-fields";
  const json::object item = {{"receipt", number()}, {"kind", "capture"}, {"amount", 1000}, {"fee", 30}};
  const json::object members = {{"payout", number()}, {"part", 1},    {"parts", 2},     {"date", now.seconds},
                                {"currency", "JPY"},  {"total", 970}, {"items", {item}}};
  json::object nameless = item, twice = item;
  nameless.erase("receipt");
  twice["shipping"] = number();
  const json::object shipped = {{"shipping", number()}, {"kind", "correction"}, {"amount", 0}, {"fee", 0}};
  const json::array wrong = {
      {"payout", "12"},
      {"part", 0},
      {"part", 3},
      {"parts", 1001},
      {"parts", "2"},
      {"date", -1},
      {"date", 253'402'300'800},
      {"currency", "XXX"},
      {"total", 969},
      {"total", "970"},
      {"total", 970.0},
      {"items", item},
      {"items", json::array()},
      {"items", json::array{1}},
      {"items", {item, shipped}},
      {"items", {nameless}},
      {"items", {twice}},
  };
  // The total is right where the item alone is wrong.
  const auto refuses_item = [&](const json::array& change, std::int64_t total) {
    json::object other = members;
    other["items"] = json::array{changed(item, change)};
    other["total"] = total;
    EXPECT_EQ(code<RemittanceAdvice>(other), refusal) << change;
  };
  refuses_item({"receipt", "12"}, 970);
  refuses_item({"receipt", sealed(NumberKind::shipping)}, 970);
  refuses_item({"kind", "gift"}, 970);
  refuses_item({"kind", "refund"}, 970);
  refuses_item({"kind", "chargeback"}, 970);
  refuses_item({"amount", "1000"}, 970);
  refuses_item({"amount", 0}, -30);
  refuses_item({"amount", -1000}, -1030);
  refuses_item({"amount", max_amount + 1}, max_amount + 1 - 30);
  refuses_item({"fee", -1}, 1001);
  refuses_item({"fee", 1.5}, 999);
  refuses_item({"fee", max_amount + 1}, 1000 - max_amount - 1);
  check_members<RemittanceAdvice>(refusal, members, {"payout", "part", "parts", "date", "currency", "total", "items"},
                                  wrong);
  for (const std::size_t count : {max_remittance_items, max_remittance_items + 1}) {
    json::object other = members;
    other["items"] = json::array(count, item);
    other["total"] = 970 * count;
    EXPECT_EQ(code<RemittanceAdvice>(other), count == max_remittance_items ? "taken" : refusal) << count;
  }
}

TEST_F(DeskDocuments, RemittanceTotalsDoNotOverflow) {
  const std::string refusal = "remittance-advice-fields";
  json::object item = {{"receipt", number()}, {"kind", "correction"}, {"amount", INT64_MAX}, {"fee", 0}};
  json::object members = {{"payout", number()}, {"part", 1},   {"parts", 1},           {"date", now.seconds},
                          {"currency", "JPY"},  {"total", -2}, {"items", {item, item}}};
  EXPECT_EQ(code<RemittanceAdvice>(members), refusal) << "a sum that wraps";
  item["amount"] = INT64_MIN;
  members["items"] = json::array{item};
  members["total"] = INT64_MIN;
  EXPECT_EQ(code<RemittanceAdvice>(members), refusal);
  std::vector<RemittanceItem> most(max_remittance_items,
                                   {number(), RemittanceKind::chargeback, -max_amount, max_amount});
  EXPECT_EQ(advice(most).total(), -600'000'000'000'000);
  EXPECT_TRUE(comes_back(advice(most)));
  EXPECT_TRUE(comes_back(advice({{number(), RemittanceKind::correction, 0, 0}})));
}

TEST_F(DeskDocuments, RemittanceIsCutIntoPartsThatFit) {
  EXPECT_TRUE(cut_into_parts({}).empty());
  for (const NumberKind kind : {NumberKind::receipt, NumberKind::shipping}) {
    for (const bool by_seal : {false, true}) {
      const std::size_t count = 2 * max_remittance_items + 1;
      std::vector<RemittanceItem> items(count,
                                        {name_of(kind, by_seal), RemittanceKind::correction, -max_amount, max_amount});
      for (std::size_t i = 0; i < count; ++i) items[i].fee -= static_cast<std::int64_t>(i);
      std::vector<RemittanceItem> joined;
      const auto parts = cut_into_parts(items);
      EXPECT_TRUE(by_seal || parts.size() == 3);
      for (const auto& part : parts) {
        RemittanceAdvice made = advice(part, kind);
        made.envelope.issuer = "https://" + std::string(253, 'm') + ":65535";  // the longest that a host can be named
        made.envelope.audience = "https://" + std::string(253, 'c') + ":65535";
        made.envelope.expires = now + 1000;
        const std::string document = encode(made, *signer);
        const auto read = decode<RemittanceAdvice>(document, made.envelope.issuer, made.envelope.audience, now, keys);
        ASSERT_TRUE(read) << read.error().detail;
        EXPECT_EQ(*read, made);
        joined.insert(joined.end(), read->items.begin(), read->items.end());
      }
      EXPECT_EQ(joined, items);
    }
  }
}

template <class... Documents>
struct Kinds {
  static void each(const auto& visit) { (visit.template operator()<Documents>(), ...); }
};
using All = Kinds<PaymentRequest, SettlementResult, ShippingRequest, ShippingReceipt, Label, Claim, Refund, VoidRequest,
                  TrackingEvent, RemittanceAdvice>;

TEST_F(DeskDocuments, NoneIsReadAsOneOfAnotherKind) {
  // Every member of every kind: as its own kind each is a document.
  const std::string hash = document_hash("x");
  const auto payload = [&]<class Document>() {
    json::object all = {{"iss", mall},
                        {"aud", company},
                        {"jti", "j"},
                        {"iat", now.seconds},
                        {"exp", now.seconds + 900},
                        {"purchase", number()},
                        {"amount", 1},
                        {"currency", "JPY"},
                        {"kind", "physical"},
                        {"parcels", {"80"}},
                        {"service", "standard"},
                        {"outcome", "OK"},
                        {"request_hash", hash},
                        {"receipt", number()},
                        {"claim", number()},
                        {"last", false},
                        {"evidence", hash},
                        {"refund", number()},
                        {"parcel", 1},
                        {"of", 1},
                        {"state", "received"},
                        {"at", 1},
                        {"payout", number()},
                        {"part", 1},
                        {"parts", 1},
                        {"date", 1},
                        {"total", 1}};
    all["items"] = {{{"receipt", number()}, {"kind", "capture"}, {"amount", 1}, {"fee", 0}}};
    all["shipping"] = number();
    if (Document::type == Label::type) all.erase("receipt");
    return all;
  };
  All::each([&]<class Made>() {
    const std::string document = sign(Made::type, payload.template operator()<Made>(), *signer);
    All::each([&]<class Read>() {
      const auto read = decoded<Read>(document);
      EXPECT_EQ(read ? "taken" : read.error().code, Made::type == Read::type ? "taken" : "document-type")
          << Made::type << " as " << Read::type;
    });
  });
}

TEST_F(DeskDocuments, AnyTextIsAnsweredWithAProblem) {
  EXPECT_TRUE(rc::check(
      [&](const std::string& text) { All::each([&]<class Document>() { RC_ASSERT(!decoded<Document>(text)); }); }));
}

// Documents that tests/interop/protocol.mjs signed, and ours of the same contents, which it verifies there.
TEST(DeskDocumentVectors, TheirsAreReadAndOursAreAsStrangersKnowThem) {
  seal::start();
  std::ifstream file(SEALCART_SOURCE "/tests/interop/vectors.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const json::object vectors = json::parse(text).as_object();
  const auto keys = decode_key_set(json::serialize(vectors.at("key_set")));
  ASSERT_TRUE(keys && keys->size() == 1);
  const auto seed = seal::from_base64url(vectors.at("seed").as_string());
  std::array<unsigned char, 32> seed_bytes{};
  std::copy_n(seed->begin(), seed_bytes.size(), seed_bytes.begin());
  const Signer signer{keys->front().kid, seal::SigningKey::from_seed(seed_bytes)};
  std::size_t seen = 0;
  All::each([&]<class Document>() {
    const auto* vector = vectors.at("documents").as_object().if_contains(Document::type);
    if (vector == nullptr) return;
    ++seen;
    const std::string theirs(vector->at("theirs").as_string()), ours(vector->at("ours").as_string());
    const auto read = decode<Document>(theirs, mall, company, now, *keys);
    ASSERT_TRUE(read) << Document::type << read.error().detail;
    EXPECT_EQ(encode(*read, signer), ours) << Document::type;
    EXPECT_TRUE(Document::type != Label::type || check_text(ours) == vectors.at("check_text").as_string());
  });
  EXPECT_EQ(seen, 6U);
  EXPECT_EQ(evidence_of(seed_bytes, vectors.at("evidence").at("text").as_string()),
            std::string(vectors.at("evidence").at("commitment").as_string()));
}

}  // namespace
}  // namespace sealcart::protocol
