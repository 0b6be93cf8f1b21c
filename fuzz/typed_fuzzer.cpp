// What a customer types at the credit company: card numbers and check words.
#include <cassert>

#include "credit/rules/card_number.h"
#include "credit/rules/check_words.h"

using namespace sealcart;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto card = credit::CardNumber::parse(text)) {
    assert(credit::luhn(card->digits()) && card->digits().size() >= 12 && card->digits().size() <= 19);
    assert(credit::CardNumber::parse(card->digits()) == card);
  }
  const std::string word = credit::normalise_check_word(text);
  assert(credit::normalise_check_word(word) == word);
  return 0;
}
