// The outbox as operators see it: what waits, and what partners refused for good.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "sql/database.h"

namespace sealcart::exchange::store {

struct LetterCount {
  std::int64_t waiting = 0;
  std::int64_t refused = 0;
};
LetterCount count_letters(sql::Connection& connection);

struct RefusedLetter {
  std::int64_t id = 0;
  std::string partner;
  std::string document;
  std::string code;  // the partner's
  Time created;
};
// The newest first, older than `before` (0: from the newest).
std::vector<RefusedLetter> refused_letters(sql::Connection& connection, std::int64_t before, std::int64_t most);
std::optional<RefusedLetter> refused_letter(sql::Connection& connection, std::int64_t id);

// Lets the outbox try again. False when no such letter is refused (any more).
bool send_again(sql::Connection& connection, std::int64_t id, Time now);
// The same, for ever.
bool drop_refused(sql::Connection& connection, std::int64_t id);

// What became of a document: nullopt once its partner took it (or an operator dropped it), an empty text while it
// waits, otherwise the code of its refusal.
std::optional<std::string> letter_refusal(sql::Connection& connection, std::string_view partner,
                                          std::string_view document);

}  // namespace sealcart::exchange::store
