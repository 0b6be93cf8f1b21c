// Numbers that are handed between parties. Each is 128 random bits in Crockford's base 32, 26 lower-case characters:
// unguessable, and readable aloud from a label.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/world.h"

namespace sealcart {

inline constexpr std::size_t id_length = 26;

// 26 characters from 16 random bytes.
std::string random_id(Random& random);
// The same whose first 32 bits are the seconds of `now`, so that numbers of one time stand together in an index,
// however many there are: an index of a million random ones touches a page for each. 96 bits stay random, and the
// second is said in every document beside the number.
std::string dated_id(Random& random, Time now);
// The 26 characters of 128 bits.
std::string id_text(const std::array<unsigned char, 16>& bytes);
// The 128 bits, in the order of the texts; nullopt unless is_id.
std::optional<std::array<unsigned char, 16>> id_bytes(std::string_view text);
// True for exactly what random_id can make.
bool is_id(std::string_view text);

template <class Tag>
class Id {
 public:
  static Id make(Random& random, Time now) { return Id(dated_id(random, now)); }
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
using ClaimNumber = Id<struct ClaimNumberTag>;        // issued by the mall, one a claim (seed S324)
using RefundNumber = Id<struct RefundNumberTag>;      // issued by the mall, one a refund
using PayoutNumber = Id<struct PayoutNumberTag>;      // issued by a company that pays a mall (seed S328, S1228)
using PurchaseCode = Id<struct PurchaseCodeTag>;      // opens the customer's purchase page at the mall

}  // namespace sealcart
