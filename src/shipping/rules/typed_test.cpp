#include "shipping/rules/typed.h"

#include <gtest/gtest.h>

namespace sealcart::shipping {
namespace {

TEST(Typed, IsMadePlain) {
  struct Row {
    const char* typed;
    const char* plain;
  };
  for (const Row& row : {Row{"", ""},
                         {"  a  b ", "a b"},
                         {"１－２－３　ＡＢＣ", "1-2-3 ABC"},
                         {"ﾐｽﾞﾊﾋﾞﾙ", "ミズハビル"},
                         {"　東京都　", "東京都"},
                         {"a\u00a0b", "a b"},
                         {"𠮷田", "𠮷田"},
                         {"Ærøskøbing", "Ærøskøbing"}}) {
    EXPECT_EQ(plain_text(row.typed), row.plain) << row.typed;
  }
}

TEST(Typed, IsRefusedWhenALabelCannotShowIt) {
  using namespace std::string_view_literals;
  for (const std::string_view typed :
       {"a\nb"sv, "a\tb"sv, "\0"sv, "\x7f"sv, "a\u0085"sv, "\u202eabc"sv, "\u200b"sv, "\u2028"sv, "\ufeff"sv,
        "\u2066"sv, "\xff"sv, "\xc3"sv, "\xe3\x81"sv, "\xc0\x80"sv, "\xed\xa0\x80"sv, "\xf4\x90\x80\x80"sv, "\x80"sv}) {
    EXPECT_EQ(plain_text(typed), std::nullopt) << typed;
  }
}

TEST(Typed, FuriganaAreKatakana) {
  EXPECT_EQ(in_katakana("やまだ はなこ ゔー"), "ヤマダ ハナコ ヴー");
  EXPECT_EQ(in_katakana("山田 Y"), "山田 Y");
  EXPECT_TRUE(is_katakana("ヤマダ・ハナコ ー"));
  EXPECT_FALSE(is_katakana("やまだ"));
  EXPECT_FALSE(is_katakana("Yamada"));
}

TEST(Typed, AnyDashIsAHyphen) { EXPECT_EQ(with_hyphens("1‐2–3—4−5ー6-7"), "1-2-3-4-5-6-7"); }

TEST(Typed, WhatIsNoTextStays) {
  for (const char* typed : {"\xff", "a\xe3\x81", "\xc3(", "\xf0\x9f\x98"}) {
    EXPECT_EQ(in_katakana(typed), typed);
    EXPECT_EQ(with_hyphens(typed), typed);
    EXPECT_EQ(japanese_postal_code(typed), std::nullopt);
    EXPECT_FALSE(is_katakana(typed));
  }
}

TEST(Typed, PostalCodesHaveSevenDigits) {
  for (const char* typed : {"100-0001", "1000001", "〒100-0001", "〒 100 0001", "100‐0001", "100ー0001"}) {
    EXPECT_EQ(japanese_postal_code(typed), "100-0001") << typed;
  }
  for (const char* typed : {"", "100-001", "10000012", "1000-001", "abc-defg", "100-000x", "〒"}) {
    EXPECT_EQ(japanese_postal_code(typed), std::nullopt) << typed;
  }
}

}  // namespace
}  // namespace sealcart::shipping
