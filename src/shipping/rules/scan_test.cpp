#include "shipping/rules/scan.h"

#include <gtest/gtest.h>

#include <vector>

namespace sealcart::shipping {
namespace {

const std::string number = "3v6kq2y8w1t5r9p0n4m7j2h6g8";
const Money yen{3015, *Currency::parse("JPY")};

TEST(Scanned, IsALabelANumberOrNothing) {
  using Kind = Scanned::Kind;
  struct Row {
    std::string typed;
    Kind kind;
    std::string text;
    std::int64_t n;
  };
  std::string capitals = number;
  for (char& c : capitals) c = static_cast<char>(std::toupper(c));
  for (const Row& row :
       {Row{"aB-_1.b2.c3", Kind::document, "aB-_1.b2.c3", 0}, Row{"  aB.b.c\r\n", Kind::document, "aB.b.c", 0},
        Row{number, Kind::number, number, 0}, Row{capitals + "\n", Kind::number, number, 0},
        Row{number + "/2", Kind::number, number, 2}, Row{number + "/20", Kind::number, number, 20},
        Row{number + "/21", Kind::nothing, "", 0}, Row{number + "/0", Kind::nothing, "", 0},
        Row{number + "/", Kind::nothing, "", 0}, Row{number + "/2x", Kind::nothing, "", 0},
        Row{number + "0", Kind::nothing, "", 0}, Row{"4901234567894", Kind::nothing, "", 0},
        Row{"a.b", Kind::nothing, "", 0}, Row{"a.b.c d", Kind::nothing, "", 0}, Row{"", Kind::nothing, "", 0},
        Row{" \r\n", Kind::nothing, "", 0}}) {
    const Scanned scanned = read_scanned(row.typed);
    EXPECT_EQ(scanned.kind, row.kind) << row.typed;
    EXPECT_EQ(scanned.text, row.text) << row.typed;
    EXPECT_EQ(scanned.n, row.n) << row.typed;
  }
}

TEST(Scanned, ReadsWhatTheOverLabelBears) {
  EXPECT_EQ(parcel_code(number, {1, 1}), number);
  const Scanned one_of_three = read_scanned(parcel_code(number, {3, 3}));
  EXPECT_EQ(one_of_three.text, number);
  EXPECT_EQ(one_of_three.n, 3);
}

// Each flaw makes exactly one status; flaws are listed in order of precedence.
struct Flaw {
  ScanStatus status;
  void (*apply)(ScanState&);
};
const std::vector<Flaw> flaws = {
    {ScanStatus::unreadable, [](ScanState& s) { s.readable = false; }},
    {ScanStatus::number_alone, [](ScanState& s) { s.is_label = false; }},
    {ScanStatus::foreign, [](ScanState& s) { s.for_us = false; }},
    {ScanStatus::tampered, [](ScanState& s) { s.signature_holds = false; }},
    {ScanStatus::foreign, [](ScanState& s) { s.ours = false; }},
    {ScanStatus::not_accepted, [](ScanState& s) { s.promised = false; }},
    {ScanStatus::tampered, [](ScanState& s) { s.seals_match = false; }},
    {ScanStatus::wrong_parcel, [](ScanState& s) { s.parcel_fits = false; }},
    {ScanStatus::wrong_cash, [](ScanState& s) { s.cash_agrees = false; }},
    {ScanStatus::duplicate, [](ScanState& s) { s.opened = s.same_print = true; }},
    {ScanStatus::reprint, [](ScanState& s) { s.opened = true; }},
};

TEST(Scan, AcceptsWhenNothingIsWrong) { EXPECT_EQ(decide(ScanState()), ScanStatus::accepted); }

TEST(Scan, EveryFlawHasItsStatusAndTheEarlierOneWins) {
  for (std::size_t first = 0; first < flaws.size(); ++first) {
    for (std::size_t second = first; second < flaws.size(); ++second) {
      ScanState state;
      flaws[first].apply(state);
      flaws[second].apply(state);
      EXPECT_EQ(decide(state), flaws[first].status) << name(flaws[first].status) << " before " << second;
    }
  }
}

TEST(Scan, NamesAreReadAgainAndAlarmsAreThoseToLookInto) {
  int alarms = 0;
  for (int i = 0; i <= static_cast<int>(ScanStatus::accepted); ++i) {
    const auto status = static_cast<ScanStatus>(i);
    EXPECT_EQ(parse_scan_status(name(status)), status);
    alarms += is_alarm(status);
  }
  EXPECT_EQ(alarms, 7);
  EXPECT_FALSE(is_alarm(ScanStatus::accepted));
  EXPECT_EQ(parse_scan_status("opened"), std::nullopt);
}

TEST(Scan, ComparesTheLabelWithWhatWasAccepted) {
  const Promised promised{protocol::Outcome::ok, {"60", "80"}, yen, "goods", "person"};
  const protocol::Label first{.number = {protocol::NumberKind::shipping, number},
                              .goods_hash = "goods",
                              .person_hash = "person",
                              .parcel = {1, 2},
                              .cash_on_delivery = yen};
  protocol::Label second = first;
  second.parcel.n = 2;
  second.cash_on_delivery.reset();
  const auto status = [](const protocol::Label& label, const Promised& known) {
    ScanState state;
    compare(label, known, state);
    return decide(state);
  };
  EXPECT_EQ(status(first, promised), ScanStatus::accepted);
  EXPECT_EQ(status(second, promised), ScanStatus::accepted);
  struct Row {
    ScanStatus status;
    void (*apply)(protocol::Label&, Promised&);
  };
  for (const Row& row : {Row{ScanStatus::not_accepted, [](auto&, auto& p) { p.outcome = protocol::Outcome::ng; }},
                         Row{ScanStatus::not_accepted, [](auto&, auto& p) { p.outcome = protocol::Outcome::no; }},
                         Row{ScanStatus::tampered, [](auto& l, auto&) { l.goods_hash = "other"; }},
                         Row{ScanStatus::tampered, [](auto& l, auto&) { l.goods_hash.reset(); }},
                         Row{ScanStatus::tampered, [](auto& l, auto&) { l.person_hash = "other"; }},
                         Row{ScanStatus::tampered, [](auto&, auto& p) { p.addressee_hash.reset(); }},
                         Row{ScanStatus::wrong_parcel, [](auto& l, auto&) { l.parcel.of = 3; }},
                         Row{ScanStatus::wrong_parcel, [](auto&, auto& p) { p.size_classes = {"60"}; }},
                         Row{ScanStatus::wrong_cash, [](auto& l, auto&) { l.cash_on_delivery->minor += 1; }},
                         Row{ScanStatus::wrong_cash, [](auto& l, auto&) { l.cash_on_delivery.reset(); }},
                         Row{ScanStatus::wrong_cash, [](auto&, auto& p) { p.cash_on_delivery.reset(); }}}) {
    protocol::Label label = first;
    Promised known = promised;
    row.apply(label, known);
    EXPECT_EQ(status(label, known), row.status) << name(row.status);
  }
}

}  // namespace
}  // namespace sealcart::shipping
