#include "bank/pain001.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "bank/grammar_for_test.h"

namespace sealcart::bank {
namespace {

Money money(std::int64_t minor, const char* code) { return {minor, *Currency::parse(code)}; }

const Account japanese{.other = "7654321", .clearing_system = "JPZGN", .clearing_member = "0001001"};
const Account german{.iban = "DE89370400440532013000", .agent_bic = "COBADEFFXXX"};

Initiation sample() {
  return {.message_id = "payout-1",
          .created = Time{1'796'000'000},
          .debtor = "Credit Company A",
          .account = japanese,
          .transfers = {{"i1", "e1", "2026-12-01", money(3015, "JPY"), "Test Mall 1", japanese, "payout 1 <&> \x01ok"},
                        {"", "", "2026-12-01", money(3015, "EUR"), "Test Mall 2", german, ""},
                        {"i3", "e3", "2026-12-01", money(500, "JPY"), "テストモール", {.other = "1"}, "支払"}}};
}

// The text of the first element of this name after `from`.
std::string text_of(const std::string& xml, const std::string& name, std::size_t from = 0) {
  const auto begin = xml.find("<" + name + ">", from) + name.size() + 2;
  return xml.substr(begin, xml.find("</" + name + ">", begin) - begin);
}

std::size_t count(const std::string& xml, const std::string& part) {
  std::size_t found = 0;
  for (auto at = xml.find(part); at != std::string::npos; at = xml.find(part, at + 1)) ++found;
  return found;
}

TEST(Pain001, FollowsTheGrammarInBothVersions) {
  for (Initiation initiation : {sample(), [] {
                                  auto other = sample();
                                  other.account = german;
                                  other.service_level = "SEPA";
                                  other.charges = Charges::service_level;
                                  other.batch_booking = false;
                                  other.debtor = "";
                                  return other;
                                }()}) {
    EXPECT_EQ(complaints(pain001(initiation, PaymentVersion::v03), "pain001_03"), "");
    EXPECT_EQ(complaints(pain001(initiation, PaymentVersion::v09), "pain001_09"), "");
    // The grammars tell the versions and the order apart.
    EXPECT_NE(complaints(pain001(initiation, PaymentVersion::v03), "pain001_09"), "");
    std::string swapped = pain001(initiation, PaymentVersion::v09);
    swapped.replace(swapped.find("<NbOfTxs>"), 9, "<CtrlSum>");
    EXPECT_NE(complaints(swapped, "pain001_09"), "");
  }
}

TEST(Pain001, GroupsByCurrencyAndDay) {
  Initiation initiation = sample();
  initiation.transfers.push_back(initiation.transfers[0]);
  initiation.transfers.back().day = "2026-12-02";
  const std::string xml = pain001(initiation, PaymentVersion::v09);
  EXPECT_EQ(count(xml, "<PmtInf>"), 3u);
  EXPECT_EQ(text_of(xml, "NbOfTxs"), "4");
  EXPECT_EQ(text_of(xml, "CtrlSum"), "6560.15");  // 3015 + 30.15 + 500 + 3015
  const auto first = xml.find("<PmtInf>"), second = xml.find("<PmtInf>", first + 1),
             third = xml.find("<PmtInf>", second + 1);
  EXPECT_EQ(text_of(xml, "PmtInfId", first), "payout-1-1");
  EXPECT_EQ(text_of(xml, "NbOfTxs", first), "2");
  EXPECT_EQ(text_of(xml, "CtrlSum", first), "3515");
  EXPECT_EQ(text_of(xml, "PmtInfId", second), "payout-1-2");
  EXPECT_EQ(text_of(xml, "CtrlSum", second), "30.15");
  EXPECT_EQ(text_of(xml, "PmtInfId", third), "payout-1-3");
  EXPECT_EQ(text_of(xml, "Dt", third), "2026-12-02");
}

TEST(Pain001, SaysWhatIsPaid) {
  const std::string xml = pain001(sample(), PaymentVersion::v03);
  EXPECT_NE(xml.find("<InstdAmt Ccy=\"JPY\">3015</InstdAmt>"), std::string::npos);
  EXPECT_NE(xml.find("<InstdAmt Ccy=\"EUR\">30.15</InstdAmt>"), std::string::npos);
  EXPECT_EQ(text_of(xml, "CreDtTm"), "2026-11-30T00:53:20Z");
  EXPECT_EQ(text_of(xml, "ReqdExctnDt"), "2026-12-01");
  EXPECT_EQ(text_of(xml, "Ustrd"), "payout 1 &lt;&amp;&gt; ok");
  EXPECT_EQ(text_of(xml, "BIC"), "COBADEFFXXX");
  EXPECT_EQ(text_of(xml, "MmbId"), "0001001");
  EXPECT_EQ(count(xml, "<EndToEndId>NOTPROVIDED</EndToEndId>"), 1u);
  EXPECT_EQ(count(xml, "<InstrId>"), 2u);
  EXPECT_EQ(count(xml, "<CdtrAgt>"), 2u);  // the third creditor's bank is not known
  EXPECT_NE(xml.find("テストモール"), std::string::npos);
  EXPECT_EQ(xml, pain001(sample(), PaymentVersion::v03));
  Initiation poor = sample();
  poor.account = {.other = "1"};
  const std::string unknown = pain001(poor, PaymentVersion::v09);
  EXPECT_EQ(text_of(unknown, "Id", unknown.find("<DbtrAgt>")), "NOTPROVIDED");
}

TEST(Pain001, TextsAreCutAtTheirLimits) {
  Initiation initiation = sample();
  initiation.debtor = initiation.transfers[0].remittance = std::string(141, 'x');
  const std::string any = pain001(initiation, PaymentVersion::v09);
  EXPECT_EQ(text_of(any, "Nm"), std::string(140, 'x'));
  EXPECT_EQ(text_of(any, "Ustrd"), std::string(140, 'x'));
  initiation.service_level = "SEPA";
  EXPECT_EQ(text_of(pain001(initiation, PaymentVersion::v09), "Nm"), std::string(70, 'x'));
}

TEST(Pain001, VersionsHaveNames) {
  EXPECT_EQ(parse_payment_version("pain.001.001.03"), PaymentVersion::v03);
  EXPECT_EQ(parse_payment_version("pain.001.001.09"), PaymentVersion::v09);
  EXPECT_FALSE(parse_payment_version("pain.001.001.10"));
}

TEST(Pain001, BreachesOfItsTermsAreOurBugs) {
  const auto dies = [](auto change) {
    Initiation initiation = sample();
    change(initiation);
    EXPECT_DEATH(pain001(initiation, PaymentVersion::v03), "Assertion");
  };
  dies([](Initiation& i) { i.transfers.clear(); });
  dies([](Initiation& i) { i.message_id = std::string(31, 'x'); });
  dies([](Initiation& i) { i.transfers[0].end_to_end_id = std::string(36, 'x'); });
  dies([](Initiation& i) { i.transfers[0].amount.minor = 0; });
  dies([](Initiation& i) { i.transfers[0].day = "2026-02-30"; });
  dies([](Initiation& i) { i.transfers[0].account = {}; });
}

// Whatever people write as names and purposes, the file stays in form.
TEST(Pain001, AnyTextStaysInForm) {
  EXPECT_TRUE(rc::check([](const std::string& name, const std::string& remittance) {
    Initiation initiation = sample();
    const int times = *rc::gen::inRange(1, 30);
    initiation.debtor = initiation.transfers[0].name = initiation.transfers[0].remittance = "";
    for (int i = 0; i < times; ++i) {
      initiation.debtor += name;
      initiation.transfers[0].name += name + "語";
      initiation.transfers[0].remittance += remittance + "]]>";
    }
    initiation.transfers[0].amount.minor = *rc::gen::inRange<std::int64_t>(1, max_amount);
    RC_ASSERT(complaints(pain001(initiation, PaymentVersion::v03), "pain001_03").empty());
    RC_ASSERT(complaints(pain001(initiation, PaymentVersion::v09), "pain001_09").empty());
  }));
}

}  // namespace
}  // namespace sealcart::bank
