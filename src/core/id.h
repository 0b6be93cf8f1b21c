// Numbers that are handed between parties. Each is 128 random bits in Crockford's base 32, 26 lower-case characters:
// unguessable, and readable aloud from a label.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/world.h"

namespace sealcart {

inline constexpr std::size_t id_length = 26;

// 26 characters from 16 random bytes.
std::string random_id(Random& random);
// True for exactly what random_id can make.
bool is_id(std::string_view text);

template <class Tag>
class Id {
 public:
  static Id make(Random& random) { return Id(random_id(random)); }
  static std::optional<Id> parse(std::string_view text) {
    if (!is_id(text)) return std::nullopt;
    return Id(std::string(text));
  }
  const std::string& text() const { return text_; }
  friend bool operator==(const Id&, const Id&) = default;

 private:
  explicit Id(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

using PurchaseNumber = Id<struct PurchaseNumberTag>;  // issued by the mall (seed S312)
using ReceiptNumber = Id<struct ReceiptNumberTag>;    // issued by the credit company (seed S320)
using ShippingNumber = Id<struct ShippingNumberTag>;  // issued by the shipping company (seed S1220)
using PurchaseCode = Id<struct PurchaseCodeTag>;      // opens the customer's purchase page at the mall

}  // namespace sealcart
