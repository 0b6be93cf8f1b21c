#include "label/label.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "label/canvas.h"
#include "label/codes.h"

namespace sealcart::label {
namespace {

const std::string number = "j44f7k08ss3738xsjfayeegtxj";

Label parcel() {
  return {.heading = "Carrier\nStandard",
          .sender = "Mall\n1-2-3 Somewhere",
          .number = number,
          .code = std::string(900, 'e'),
          .check_text = "k7pd-x2mq",
          .parcel = 2,
          .of = 3,
          .lines = {"Small print"}};
}

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

std::string code_of(const Expected<void>& result) { return result ? "" : result.error().code; }

int pages(const std::string& pdf) {
  std::smatch count;
  return std::regex_search(pdf, count, std::regex("/Count (\\d+)")) ? std::stoi(count[1]) : 0;
}

TEST(Pdf, HasAPageALabelOrFourToASheet) {
  for (const int n : {1, 3, 6}) {
    const std::vector<Label> labels(static_cast<std::size_t>(n), parcel());
    EXPECT_EQ(pages(pdf(labels, Paper::a6)), n);
    EXPECT_EQ(pages(pdf(labels, Paper::inch_4x6)), n);
    for (int first = 0; first < 4; ++first) EXPECT_EQ(pages(pdf(labels, Paper::a4_sheet, first)), (first + n + 3) / 4);
  }
}

TEST(Label, IsDrawnAlikeEachTime) {
  const std::vector<Label> labels(3, parcel());
  EXPECT_EQ(pdf(labels, Paper::a6), pdf(labels, Paper::a6));
  EXPECT_EQ(pdf(labels, Paper::a6).find("Date"), std::string::npos);
  EXPECT_EQ(png(labels[0], Paper::a6, 203), png(labels[0], Paper::a6, 203));
  EXPECT_EQ(zpl(labels[0], Paper::a6, 203), zpl(labels[0], Paper::a6, 203));
}

TEST(Zpl, SaysHowManyBytesItsGraphicHas) {
  const struct {
    Paper paper;
    int dots_per_inch;
    int width, height;
  } rows[] = {{Paper::a6, 203, 839, 1183},
              {Paper::a6, 300, 1240, 1748},
              {Paper::inch_4x6, 203, 812, 1218},
              {Paper::inch_4x6, 300, 1200, 1800}};
  for (const auto& row : rows) {
    const int row_bytes = (row.width + 7) / 8, bytes = row_bytes * row.height;
    const std::string head =
        fmt::format("^XA^PW{}^LL{}^LH0,0^FO0,0^GFA,{},{},{},", row.width, row.height, bytes, bytes, row_bytes);
    const std::string job = zpl(parcel(), row.paper, row.dots_per_inch);
    EXPECT_EQ(job.substr(0, head.size()), head);
    EXPECT_TRUE(job.ends_with("^FS^XZ\n"));
    EXPECT_EQ(job.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYghijklmnopqrstuvwxyz,:", head.size()),
              job.size() - 7);
  }
}

// Lengths of the black and white runs in the row of pixels that lies `mm` below the upper edge, without the margins.
std::set<int> runs(const Label& label, int dots_per_inch, double mm) {
  const Surface surface = pixels(label, Paper::a6, dots_per_inch);
  const auto y = static_cast<int>(mm * dots_per_inch / mm_per_inch);
  const unsigned char* row =
      cairo_image_surface_get_data(surface.get()) + y * cairo_image_surface_get_stride(surface.get());
  std::vector<int> lengths{0};
  for (int x = 0; x < cairo_image_surface_get_width(surface.get()); ++x) {
    const unsigned char grey = row[4 * x];
    EXPECT_TRUE(grey == 0 || grey == 255) << "grey at " << x;
    if (x > 0 && grey != row[4 * (x - 1)]) lengths.push_back(0);
    ++lengths.back();
  }
  return {lengths.begin() + 1, lengths.end() - 1};
}

TEST(Codes, HaveModulesOfWholeDots) {
  Label bars, code;
  bars.number = number;
  code.code = std::string(2900, 'e');
  const struct {
    int dots_per_inch, bar, module;  // dots
  } rows[] = {{150, 1, 2}, {203, 2, 3}, {300, 3, 4}, {600, 6, 8}};
  for (const auto& row : rows) {
    EXPECT_EQ(*runs(bars, row.dots_per_inch, 25).begin(), row.bar) << row.dots_per_inch;
    for (const int run : runs(bars, row.dots_per_inch, 25)) EXPECT_EQ(run % row.bar, 0);
    EXPECT_EQ(*runs(code, row.dots_per_inch, 60).begin(), row.module) << row.dots_per_inch;
    for (const int run : runs(code, row.dots_per_inch, 60)) EXPECT_EQ(run % row.module, 0);
  }
}

TEST(Codes, AreNoLargerThanNeeded) {
  EXPECT_EQ(code_128("abcdefghijklmnopqrstuvwxyz")->width, 28 * 11 + 13);
  EXPECT_EQ(qr(std::string(2331, 'e'))->width, 177);  // the most that level M holds
  EXPECT_LT(qr(std::string(2332, 'e'))->width, 177);  // at level L
  EXPECT_EQ(qr(std::string(2953, 'e'))->width, 177);
}

TEST(Fits, TakesWhatCanBeMadeAndRead) {
  Label label = parcel();
  EXPECT_EQ(code_of(fits(label)), "");
  EXPECT_EQ(code_of(fits({})), "");
  label.code = std::string(2953, 'e');
  label.sender = repeated("東京都千代田区九段南二丁目十四番一号\n", 3);
  label.amount_caption = "代金引換";
  label.amount = "12,345,678 円";
  label.address.assign(6, repeated("東京都渋谷区神宮前", 4) + "一丁目二");
  EXPECT_EQ(code_of(fits(label)), "");
}

TEST(Fits, RefusesTheRest) {
  const auto refused = [](auto change) {
    Label label = parcel();
    change(label);
    return code_of(fits(label));
  };
  EXPECT_EQ(refused([](Label& l) { l.code = std::string(2954, 'e'); }), "label-too-long");
  EXPECT_EQ(refused([](Label& l) { l.code = "番号"; }), "label-not-ascii");
  EXPECT_EQ(refused([](Label& l) { l.code = std::string("a\0b", 3); }), "label-not-ascii");
  EXPECT_EQ(refused([](Label& l) { l.number = "é"; }), "label-not-ascii");
  EXPECT_EQ(refused([](Label& l) { l.number = std::string(30, 'a'); }), "");
  EXPECT_EQ(refused([](Label& l) { l.number = std::string(31, 'a'); }), "label-too-long");
  EXPECT_EQ(refused([](Label& l) { l.number = std::string(300, 'a'); }), "label-too-long");
  EXPECT_EQ(refused([](Label& l) { l.heading = repeated("運輸", 200); }), "label-too-long");
  EXPECT_EQ(refused([](Label& l) { l.check_text = std::string(60, 'a'); }), "label-too-long");
  EXPECT_EQ(refused([](Label& l) { l.address.assign(60, repeated("東京都", 20)); }), "label-too-long");
  EXPECT_EQ(refused([](Label& l) { l.lines.assign(1, repeated("東京都", 1000)); }), "label-too-long");
}

}  // namespace
}  // namespace sealcart::label
