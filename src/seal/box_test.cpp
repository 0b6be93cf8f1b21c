#include "seal/box.h"

#include <gtest/gtest.h>

#include "seal/open.h"

namespace sealcart::seal {
namespace {

class Box : public testing::Test {
 protected:
  static void SetUpTestSuite() { start(); }
  DeskKey desk = DeskKey::generate();
  const std::string number = "0123456789abcdefghjkmnpqrs";
};

TEST_F(Box, OpensWithTheDeskKeyAlone) {
  const auto sealed = seal(Subject::goods, number, R"({"items":[]})", desk.sealing_key());
  ASSERT_TRUE(sealed);
  EXPECT_TRUE(is_sealed(Subject::goods, *sealed));
  EXPECT_EQ(desk.open(Subject::goods, number, *sealed).value(), R"({"items":[]})");
  EXPECT_EQ(DeskKey::generate().open(Subject::goods, number, *sealed).error().code, "seal-other-key");
}

TEST_F(Box, IsBoundToItsNumberAndSubject) {
  const auto sealed = seal(Subject::customer, number, "x", desk.sealing_key());
  EXPECT_EQ(desk.open(Subject::customer, "1" + number.substr(1), *sealed).error().code, "seal-other-number");
  const auto goods = seal(Subject::goods, number, "x", desk.sealing_key());
  EXPECT_EQ(desk.open(Subject::customer, number, *goods).error().code, "seal-other-number");
}

TEST_F(Box, LooksDifferentEachTimeAndTellsNothingByLength) {
  const auto first = seal(Subject::goods, number, "tea", desk.sealing_key());
  const auto again = seal(Subject::goods, number, "tea", desk.sealing_key());
  const auto other = seal(Subject::goods, number, std::string(400, 'x'), desk.sealing_key());
  EXPECT_NE(*first, *again);
  EXPECT_EQ(first->size(), other->size());
}

TEST_F(Box, FillsBucketsToTheLastByteAndRefusesMore) {
  const std::size_t head = ("sealcart goods " + number + "\n").size();
  for (const std::size_t bucket : buckets(Subject::goods)) {
    const std::string most(bucket - head - 1, 'x');
    const auto fits = seal(Subject::goods, number, most, desk.sealing_key());
    ASSERT_TRUE(fits);
    EXPECT_EQ(from_base64url(*fits)->size(), 1 + 8 + 48 + bucket);
    EXPECT_EQ(desk.open(Subject::goods, number, *fits).value(), most);
  }
  EXPECT_FALSE(seal(Subject::goods, number, std::string(8192 - head, 'x'), desk.sealing_key()));
}

TEST_F(Box, KeepsContentsThatLookLikePadding) {
  const std::string contents = std::string("a\x80\0\0", 4);
  EXPECT_EQ(desk.open(Subject::goods, number, *seal(Subject::goods, number, contents, desk.sealing_key())).value(),
            contents);
}

TEST_F(Box, NoticesEveryFlippedBit) {
  const auto sealed = seal(Subject::customer, number, "x", desk.sealing_key());
  for (std::size_t i = 0; i < sealed->size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string other = *sealed;
      other[i] = static_cast<char>(other[i] ^ (1 << bit));
      EXPECT_FALSE(desk.open(Subject::customer, number, other)) << i << "." << bit;
    }
  }
}

TEST_F(Box, RefusesWhatIsNoSeal) {
  for (const std::string& text : {std::string(), std::string("AQ"), std::string(760, 'A'), std::string(759, '!')}) {
    EXPECT_FALSE(is_sealed(Subject::goods, text)) << text.size();
    EXPECT_EQ(desk.open(Subject::goods, number, text).error().code, "seal-damaged");
  }
}

TEST_F(Box, DeskKeySurvivesItsFileAndNeedsItsPassphrase) {
  const std::string file = desk.encrypted("correct words");
  const auto read = DeskKey::decrypt(file, "correct words");
  ASSERT_TRUE(read);
  const auto sealed = seal(Subject::goods, number, "tea", desk.sealing_key());
  EXPECT_EQ(read->open(Subject::goods, number, *sealed).value(), "tea");
  EXPECT_EQ(DeskKey::decrypt(file, "other words").error().code, "desk-key");
  EXPECT_EQ(DeskKey::decrypt("{}", "correct words").error().code, "desk-key");
  EXPECT_EQ(DeskKey::decrypt("", "correct words").error().code, "desk-key");
  EXPECT_NE(desk.encrypted("correct words"), file);
}

}  // namespace
}  // namespace sealcart::seal
