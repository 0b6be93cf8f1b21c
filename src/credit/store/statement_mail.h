// Mail that waits to be sent: rows of statement_mail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "sql/database.h"

namespace sealcart::credit::store {

enum class MailState : std::int64_t { waiting = 0, sent = 1, refused = 2 };

// `level` 0: the statement itself; 1 to 3: a reminder. Each is queued once.
void queue_mail(sql::Connection& connection, std::int64_t statement, std::int64_t level, Time now);

struct DueMail {
  std::int64_t id = 0, statement = 0, level = 0;
  int attempts = 0;  // with the one that begins now
};
bool any_mail_due(sql::Connection& connection, Time now);
// Takes one that is due for `lease_seconds`, so that nobody else sends it.
std::optional<DueMail> take_due_mail(sql::Connection& connection, Time now, std::int64_t lease_seconds);

void mail_ended(sql::Connection& connection, std::int64_t id, MailState state, std::string_view answer, Time now);
void postpone_mail(sql::Connection& connection, std::int64_t id, std::string_view answer, Time next_attempt);
// Once more, from the beginning, whatever became of it. False when there is no such mail.
bool resend_mail(sql::Connection& connection, std::int64_t id, Time now);

struct MailRow {
  std::int64_t id = 0, statement = 0, level = 0, attempts = 0;
  MailState state = MailState::waiting;
  std::string answer, customer_name;
  Time created, next_attempt, ended;  // ended: seconds 0 while it waits
};
// The newest first, older than `before` (0: from the newest). Without `state` all.
std::vector<MailRow> list_mail(sql::Connection& connection, std::optional<MailState> state, std::int64_t before,
                               std::int64_t most);
std::vector<MailRow> mail_of(sql::Connection& connection, std::int64_t statement);

}  // namespace sealcart::credit::store
