#include "ca/names.h"

#include <gtest/gtest.h>

namespace sealcart::ca {
namespace {

TEST(Names, TakesHostsAndAddressesInOneSpelling) {
  EXPECT_EQ(parse_name("Mall.Example"), "mall.example");
  EXPECT_EQ(parse_name("localhost"), "localhost");
  EXPECT_EQ(parse_name("credit-a.localhost"), "credit-a.localhost");
  EXPECT_EQ(parse_name("xn--bcher-kva.example"), "xn--bcher-kva.example");
  EXPECT_EQ(parse_name("3com.example"), "3com.example");
  EXPECT_EQ(parse_name("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(parse_name("0:0:0:0:0:0:0:1"), "::1");
  EXPECT_EQ(parse_name(std::string(63, 'a') + ".example"), std::string(63, 'a') + ".example");
}

TEST(Names, RefusesWhatIsNoOneHost) {
  const std::string with_zero("mall.example\0.evil.example", 26);
  for (const std::string& text :
       {std::string(), std::string("*.example"), std::string("mall.*"), std::string("mall.example."),
        std::string(".example"), std::string("mall..example"), std::string("-mall.example"),
        std::string("mall-.example"), std::string("my_mall.example"), std::string("mall example"),
        std::string("1.2.3.4.5"), std::string("1.2.3"), std::string("bücher.example"), std::string("mall.example:443"),
        std::string("https://mall.example"), std::string(64, 'a') + ".example", std::string(254, 'a'), with_zero,
        std::string("127.0.0.1\0", 10)}) {
    const auto name = parse_name(text);
    ASSERT_FALSE(name) << text;
    EXPECT_EQ(name.error().code, "bad-name") << text;
    EXPECT_EQ(name.error().status, 400) << text;
  }
}

TEST(Names, WithoutDoublesAndNeverNone) {
  EXPECT_EQ(parse_names(std::vector<std::string>{"b.example", "a.example", "B.example"}),
            (std::vector<std::string>{"b.example", "a.example"}));
  EXPECT_EQ(parse_names(std::vector<std::string>{}).error().code, "no-name");
  EXPECT_EQ(parse_names(std::vector<std::string>(max_names + 1, "a.example")).error().code, "too-many-names");
}

TEST(Names, SurviveTheCertificatesForm) {
  const std::vector<std::string> names{"mall.example", "127.0.0.1", "2001:db8::7"};
  EXPECT_EQ(parse_names(*general_names(names)), names);
}

}  // namespace
}  // namespace sealcart::ca
