#include "core/amount.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sealcart {
namespace {

Currency currency(const char* code) { return *Currency::parse(code); }

TEST(Amount, IsReadInTheUsualNotation) {
  const struct {
    const char* text;
    const char* code;
    std::optional<std::int64_t> minor;
  } table[] = {
      {"30.15", "EUR", 3015},
      {"30.1", "EUR", 3010},
      {"30", "EUR", 3000},
      {"0.01", "EUR", 1},
      {"3015", "JPY", 3015},
      {"1.234", "KWD", 1234},
      {"0", "JPY", 0},
      {"3015.0", "JPY", {}},
      {"30.155", "EUR", {}},
      {"30,15", "EUR", {}},
      {"1,000", "JPY", {}},
      {"-1", "JPY", {}},
      {"+1", "JPY", {}},
      {"", "JPY", {}},
      {".5", "EUR", {}},
      {"5.", "EUR", {}},
      {"1e3", "JPY", {}},
      {" 1", "JPY", {}},
      {"1.2.3", "KWD", {}},
      {"9999999999999999999999", "JPY", {}},
      {"1000000000000", "JPY", max_amount},
      {"1000000000001", "JPY", {}},
  };
  for (const auto& row : table) EXPECT_EQ(parse_amount(row.text, currency(row.code)), row.minor) << row.text;
}

RC_GTEST_PROP(Amount, IsReadAsItIsWritten, ()) {
  const auto code = *rc::gen::element("JPY", "EUR", "KWD");
  const auto minor = *rc::gen::inRange<std::int64_t>(0, max_amount + 1);
  RC_ASSERT(parse_amount(amount_text({minor, currency(code)}), currency(code)) == minor);
}

TEST(Amount, IsWrittenWithItsSign) {
  EXPECT_EQ(amount_text({-5, currency("EUR")}), "-0.05");
  EXPECT_EQ(amount_text({-5, currency("JPY")}), "-5");
}

}  // namespace
}  // namespace sealcart
