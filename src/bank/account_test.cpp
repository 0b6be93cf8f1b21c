#include "bank/account.h"

#include <gtest/gtest.h>

namespace sealcart::bank {
namespace {

TEST(Iban, IsMadePlainAndItsCheckDigitsHold) {
  // The examples that the registry of IBANs gives for some countries.
  EXPECT_EQ(read_iban("DE89 3704 0044 0532 0130 00"), "DE89370400440532013000");
  EXPECT_EQ(read_iban("gb29nwbk60161331926819"), "GB29NWBK60161331926819");
  EXPECT_EQ(read_iban("NO93 8601 1117 947"), "NO9386011117947");
  EXPECT_EQ(read_iban("MT84MALT011000012345MTLCAST001S"), "MT84MALT011000012345MTLCAST001S");
  for (const char* typed :
       {"", "DE", "DE89370400440532013001", "DE98370400440532013000", "DE8937040044053201300O",
        "89DE370400440532013000", "DE89-3704-0044-0532-0130-00", "1234567", "DE893704004405320130003704004405320130"}) {
    const auto read = read_iban(typed);
    ASSERT_FALSE(read) << typed;
    EXPECT_EQ(read.error().code, "account-iban") << typed;
  }
}

TEST(Iban, EverySingleMistypedDigitIsNoticed) {
  const std::string right = "DE89370400440532013000";
  for (std::size_t at = 2; at < right.size(); ++at) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string typed = right;
      typed[at] = digit;
      EXPECT_EQ(read_iban(typed).has_value(), typed == right) << typed;
    }
  }
}

TEST(Account, IsAnIbanOrANumber) {
  const auto iban = read_account({.iban = "de89 3704 0044 0532 0130 00", .agent_bic = "cobadeff xxx"});
  ASSERT_TRUE(iban);
  EXPECT_EQ(number(*iban), "DE89370400440532013000");
  EXPECT_EQ(iban->agent_bic, "COBADEFFXXX");
  const auto japanese = read_account({.other = " 1234567\n", .clearing_system = "jpzgn", .clearing_member = "0001001"});
  ASSERT_TRUE(japanese);
  EXPECT_EQ(*japanese, (Account{.other = "1234567", .clearing_system = "JPZGN", .clearing_member = "0001001"}));
  EXPECT_EQ(read_account(*japanese), *japanese);
  EXPECT_TRUE(read_account({.other = "普通1234567"}));
  EXPECT_TRUE(read_account({.other = std::string(34, '1')}));
}

TEST(Account, FaultsAreNamed) {
  const auto code = [](const Account& typed) {
    const auto read = read_account(typed);
    return read ? std::string() : read.error().code;
  };
  EXPECT_EQ(code({}), "account-number");
  EXPECT_EQ(code({.other = " \t"}), "account-number");
  EXPECT_EQ(code({.iban = "DE89370400440532013000", .other = "1"}), "account-number");
  EXPECT_EQ(code({.other = std::string(35, '1')}), "account-number");
  EXPECT_EQ(code({.iban = "DE00370400440532013000"}), "account-iban");
  for (const char* bic : {"COBADEF", "COBADEFFX", "COBADEFFXX", "COBADE0F", "COBADEFO", "C0BADEFF", "COBADEF!"}) {
    EXPECT_EQ(code({.other = "1", .agent_bic = bic}), "account-bic") << bic;
  }
  EXPECT_EQ(code({.other = "1", .clearing_system = "JPZGN"}), "account-clearing");
  EXPECT_EQ(code({.other = "1", .clearing_system = "JPZGN1", .clearing_member = "1"}), "account-clearing");
  EXPECT_EQ(code({.other = "1", .clearing_member = std::string(36, '1')}), "account-clearing");
}

}  // namespace
}  // namespace sealcart::bank
