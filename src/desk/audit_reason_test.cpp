#include "desk/audit_reason.h"

#include <gtest/gtest.h>

namespace sealcart::desk {
namespace {

using render::Language;
using render::Pages;

// As the reader of the desk of `party` sees it.
std::string shown(const char* party, std::string action, std::string reason, Language language = Language::ja) {
  const Pages pages({std::string(party) + "_desk", "desk"});
  return reason_text(pages, {.action = std::move(action), .reason = std::move(reason)}, language);
}

TEST(AuditReason, OfTheProgramIsInTheReadersLanguage) {
  EXPECT_EQ(shown("mall", "pack", "parcel 2"), "荷物 2");
  EXPECT_EQ(shown("mall", "open-goods", "packing"), "梱包のため");
  EXPECT_EQ(shown("mall", "open-goods", "pack what is sent as data"), "データで送る商品の梱包のため");
  EXPECT_EQ(shown("mall", "catalogue-import", "40 products"), "商品 40 点");
  EXPECT_EQ(shown("mall", "catalogue-import", "40 products, no others"), "商品 40 点、ほかは店頭に出さない");
  EXPECT_EQ(shown("credit", "payout-run", "run 3: 2 transfers, 8206 JPY"), "支払い処理 3：振込 2 件、8206 JPY");
  EXPECT_EQ(shown("shipping", "open-addressee", "over-label of parcel 1ab/2"), "宛名ラベル 1ab/2");
  EXPECT_EQ(shown("shipping", "open-addressee", "manifest of tour 2026-11-28 North, parcel 1ab"),
            "配達便 2026-11-28 North の配達リスト、荷物 1ab");
}

TEST(AuditReason, InEnglishIsWhatWasWritten) {
  EXPECT_EQ(shown("mall", "pack", "parcel 2", Language::en), "parcel 2");
  EXPECT_EQ(shown("credit", "bill-run", "until 2026-10-01: 4 statements, 1 reminders", Language::en),
            "until 2026-10-01: 4 statements, 1 reminders");
}

TEST(AuditReason, NamesCodesByTheirWords) {
  EXPECT_EQ(shown("shipping", "scan", "duplicate", Language::en), "Scanned before");
  EXPECT_EQ(shown("shipping", "scan", "foreign: partner-unknown", Language::en),
            "Not for us: We do not know this company");
  EXPECT_EQ(shown("shipping", "scan", "tampered: no-words-for-this", Language::en), "Tampered: no-words-for-this");
  EXPECT_EQ(shown("mall", "open-refused", "seal-damaged"), "この封は開きません");
  EXPECT_EQ(shown("mall", "operator-change", "ann: clerk"), "ann：実務");
  EXPECT_EQ(shown("mall", "operator-change", "ann: stop"), "ann：停止");
}

TEST(AuditReason, LeavesAloneWhatSomebodyTyped) {
  EXPECT_EQ(shown("mall", "reprint-label", "parcel 2"), "parcel 2");
  EXPECT_EQ(shown("mall", "letter-drop", "credit-a refund claim-closed: packing"),
            "credit-a refund claim-closed: packing");
  EXPECT_EQ(shown("credit", "payment-unmatch", "payment 4, customer 9x: paid for her son, customer 3"),
            "入金 4、お客様 9x：paid for her son, customer 3");
  EXPECT_EQ(shown("shipping", "open-addressee", "over-label of parcel 1ab again: printer: accepted"),
            "宛名ラベルの再印刷 1ab：printer: accepted");
}

TEST(AuditReason, IsLeftAloneWhereItIsOnlyAlike) {
  EXPECT_EQ(shown("mall", "pack", "parcel "), "parcel ");
  EXPECT_EQ(shown("mall", "pack", "two parcel 2"), "two parcel 2");
  EXPECT_EQ(shown("mall", "open-goods", "packing, once more"), "packing, once more");
  EXPECT_EQ(shown("mall", "an-act-without-words", "parcel 2"), "parcel 2");
  EXPECT_EQ(shown("mall", "pack", ""), "");
}

}  // namespace
}  // namespace sealcart::desk
