#include "letter/letter.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace sealcart::letter {
namespace {

Letter example(int rows) {
  Letter letter{.sender = {"Test Credit A", "1 Example Street"},
                .recipient = {"試験 花子", "東京都千代田区千代田 1-1"},
                .title = "ご利用明細書",
                .facts = {{"お支払い期限", "2027-01-31"}, {"Amount due", "¥3,015"}},
                .columns = {{"Date", 0.15}, {"Mall", 0.35}, {"Receipt", 0.32}, {"Amount", 0.18, true}},
                .closing = {"Please give the reference RF18 0000 0000 01."}};
  for (int i = 0; i < rows; ++i) {
    letter.rows.push_back({"2027-01-15", "Example Mall", "row" + std::to_string(i), "¥3,015"});
  }
  return letter;
}

// The text of the PDF as another program reads it; '\f' ends a page.
std::string read_back(const std::string& bytes) {
  const auto file = std::filesystem::temp_directory_path() / ("letter_test_" + std::to_string(::getpid()) + ".pdf");
  std::ofstream(file, std::ios::binary) << bytes;
  std::string text;
  FILE* pipe = ::popen(("pdftotext -layout " + file.string() + " -").c_str(), "r");
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, n);
  EXPECT_EQ(::pclose(pipe), 0);
  std::filesystem::remove(file);
  return text;
}

TEST(Letter, IsReadBackWithItsJapanese) {
  const std::string text = read_back(pdf(example(3)));
  for (const char* part : {"ご利用明細書", "試験 花子", "お支払い期限", "¥3,015", "row2", "RF18 0000 0000 01"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
  }
  EXPECT_EQ(std::count(text.begin(), text.end(), '\f'), 1);
}

TEST(Letter, ALongTableRunsOverPagesAndLosesNoRow) {
  const std::string text = read_back(pdf(example(200)));
  for (int i = 0; i < 200; ++i) EXPECT_NE(text.find("row" + std::to_string(i)), std::string::npos) << i;
  EXPECT_GT(std::count(text.begin(), text.end(), '\f'), 3);
}

TEST(Letter, EqualLettersAreEqualBytes) { EXPECT_EQ(pdf(example(5)), pdf(example(5))); }

}  // namespace
}  // namespace sealcart::letter
