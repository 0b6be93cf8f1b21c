// The page on which the customer gives the card (seed Fig. 7, with Fig. 10 on a device that we know).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/task.h"
#include "credit/web/asked.h"
#include "credit/web/bank.h"
#include "credit/web/session.h"
#include "http/message.h"

namespace sealcart::credit {

// How one check word was answered.
enum class WordAnswer { none, known, unknown };

struct CardPage {
  int status = 200;
  std::string error;         // key of the words; empty: none
  std::string error_field;   // id of the field to go to
  std::int64_t minutes = 0;  // {{minutes}} of the error
  std::int64_t chosen_card = 0;
  std::vector<WordAnswer> words;
  std::string words_error;  // key of the words; empty: none
};

// Draws it for whoever is signed in (nullopt: nobody). `asked` must live until the task ends.
Task<http::Response> draw_card_page(const Bank& bank, const http::Request& request, const Asked& asked,
                                    std::optional<Session> session, CardPage page);

}  // namespace sealcart::credit
