#include "credit/rules/check_words.h"

#include <gtest/gtest.h>

#include "core/width.h"

namespace sealcart::credit {
namespace {

TEST(CheckWords, OneWordHoweverItIsTyped) {
  EXPECT_EQ(normalise_check_word("  Blue   Heron "), "blue heron");
  EXPECT_EQ(normalise_check_word("ＢＬＵＥ　ｈｅｒｏｎ"), "blue heron");
  EXPECT_EQ(normalise_check_word("ｶﾞﾗｽ"), "ガラス");
  EXPECT_EQ(normalise_check_word("ﾊﾟﾝ"), "パン");
  EXPECT_EQ(normalise_check_word("ﾗｯﾊﾟ"), "ラッパ");
  EXPECT_EQ(normalise_check_word("ｳﾞｧｲｵﾘﾝ"), "ヴァイオリン");
  EXPECT_EQ(normalise_check_word("ﾂﾞﾎﾞ"), "ヅボ");
  EXPECT_NE(normalise_check_word("blueheron"), normalise_check_word("blue heron"));
}

TEST(CheckWords, NoWordIsNoWord) {
  EXPECT_EQ(normalise_check_word(""), "");
  EXPECT_EQ(normalise_check_word(" 　\t"), "");
  EXPECT_EQ(normalise_check_word(std::string(most_check_word_bytes + 1, 'a')), "");
}

TEST(FoldWidth, LeavesOtherBytesAlone) {
  EXPECT_EQ(fold_width("漢字 ü 😀"), "漢字 ü 😀");
  EXPECT_EQ(fold_width("\xEF\xBC"), "\xEF\xBC");
  EXPECT_EQ(fold_width("\xE3\x41\x42\xFF"), "\xE3\x41\x42\xFF");
}

}  // namespace
}  // namespace sealcart::credit
