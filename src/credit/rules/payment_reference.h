// The reference that a customer gives with a payment: a creditor reference (ISO 11649), "RF", two check digits and the
// statement's number in ten digits. A wrong digit is noticed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sealcart::credit {

std::string payment_reference(std::int64_t statement);  // 1 … 9,999,999,999
// "RF18 0000 0000 01", for people.
std::string spaced_reference(std::string_view reference);

// The first text in `text` that has the form of such a reference and right check digits, in any case, with or without
// blanks and hyphens inside: as payment_reference made it.
std::optional<std::string> find_reference(std::string_view text);

}  // namespace sealcart::credit
