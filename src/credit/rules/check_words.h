// Check words (seed Fig. 10): before giving the card, the customer types some words, wrong ones among them, and sees
// from the answers that this is the company that knows the right ones.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/lockout.h"

namespace sealcart::credit {

inline constexpr std::size_t most_check_words = 12;  // of one customer, and boxes on one page
inline constexpr std::size_t check_word_boxes = 3;   // on the first page
inline constexpr std::size_t most_check_word_bytes = 400;

// Ten checks a device and day.
inline constexpr TryRule check_word_tries{.most = 10, .lock_seconds = 86'400, .forget_seconds = 86'400};

// The same for every way to type the same word: no spaces around, one space within, one width, ASCII in lower case.
// Empty when there is no word in it, or too long a one.
std::string normalise_check_word(std::string_view typed);

}  // namespace sealcart::credit
