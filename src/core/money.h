// Money: integer minor units of an ISO 4217 currency. 3015 JPY is 3015, 30.15 EUR is 3015.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sealcart {

// An ISO 4217 alphabetic code that this system trades in (see money.cpp for the list and its digits).
class Currency {
 public:
  static std::optional<Currency> parse(std::string_view code);
  std::string_view code() const { return {code_.data(), code_.size()}; }
  int digits() const;  // digits of the minor unit: JPY 0, EUR 2, KWD 3
  friend bool operator==(const Currency&, const Currency&) = default;

 private:
  explicit Currency(std::array<char, 3> code) : code_(code) {}
  std::array<char, 3> code_;
};

struct Money {
  std::int64_t minor = 0;
  Currency currency;
  friend bool operator==(const Money&, const Money&) = default;
};

// The largest amount of one purchase, in minor units: keeps every sum far from overflow and exact in JSON readers
// that hold numbers as doubles.
inline constexpr std::int64_t max_amount = 1'000'000'000'000;

// Sum and product with overflow noticed: nullopt when the result leaves ±max_amount × 1000.
std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b);
std::optional<std::int64_t> checked_multiply(std::int64_t a, std::int64_t b);

// For people: "¥3,015", "€30.15"; other currencies "CHF 30.15". Same in English and Japanese.
std::string format(const Money& money);

}  // namespace sealcart
