// A card number as the customer types it (ISO/IEC 7812: up to 19 digits, the last one a check digit).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sealcart::credit {

class CardNumber {
 public:
  // 12 to 19 digits with a right check digit. Full-width digits, spaces and dashes are accepted.
  static std::optional<CardNumber> parse(std::string_view typed);
  const std::string& digits() const { return digits_; }
  std::string last4() const { return digits_.substr(digits_.size() - 4); }
  friend bool operator==(const CardNumber&, const CardNumber&) = default;

 private:
  explicit CardNumber(std::string digits) : digits_(std::move(digits)) {}
  std::string digits_;
};

// The check digit is right (Luhn, ISO/IEC 7812-1 annex B). `digits` holds nothing but digits.
bool luhn(std::string_view digits);

// What stands for a card on pages: "•••• 1234".
std::string card_label(std::string_view last4);

}  // namespace sealcart::credit
