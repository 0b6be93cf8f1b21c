#include "mall/rules/page_text.h"

#include <gtest/gtest.h>

namespace sealcart::mall {
namespace {

using Texts = std::vector<std::string>;

TEST(PageText, IsCutAtEmptyLines) {
  const PageTexts texts{{{"welcome", false}, "\r\n one\r\ntwo  \r\n\r\n \n\nthree\n"}, {{"notice", true}, " \n"}};
  EXPECT_EQ(paragraphs(texts, "welcome", false), (Texts{" one\ntwo", "three"}));
  EXPECT_EQ(paragraphs(texts, "notice", true), Texts{});
  EXPECT_EQ(paragraphs(texts, "contact", true), Texts{});
}

TEST(PageText, FallsBackToTheOtherLanguage) {
  const PageTexts texts{{{"welcome", false}, "hello"}, {{"welcome", true}, "  "}, {{"contact", true}, "連絡先"}};
  EXPECT_EQ(paragraphs(texts, "welcome", true), Texts{"hello"});
  EXPECT_EQ(paragraphs(texts, "contact", false), Texts{"連絡先"});
}

TEST(PageText, HasFourPlaces) {
  EXPECT_TRUE(is_text_place("notice"));
  EXPECT_FALSE(is_text_place(""));
  EXPECT_FALSE(is_text_place("home"));
}

}  // namespace
}  // namespace sealcart::mall
