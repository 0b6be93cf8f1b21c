#include "credit/store/statement_mail.h"

namespace sealcart::credit::store {
namespace {

#define MAIL_COLUMNS                                                                                      \
  "SELECT q.id, q.statement, q.level, q.attempts, q.state, q.answer, u.name, q.created, q.next_attempt, " \
  "COALESCE(q.ended, 0) FROM statement_mail q JOIN statement s ON s.id = q.statement "                    \
  "JOIN customer u ON u.id = s.customer "

std::vector<MailRow> read(const sql::Rows& rows) {
  std::vector<MailRow> list;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    list.push_back({.id = rows.integer(i, 0),
                    .statement = rows.integer(i, 1),
                    .level = rows.integer(i, 2),
                    .attempts = rows.integer(i, 3),
                    .state = static_cast<MailState>(rows.integer(i, 4)),
                    .answer = rows.text(i, 5),
                    .customer_name = rows.text(i, 6),
                    .created = {rows.integer(i, 7)},
                    .next_attempt = {rows.integer(i, 8)},
                    .ended = {rows.integer(i, 9)}});
  }
  return list;
}

}  // namespace

void queue_mail(sql::Connection& connection, std::int64_t statement, std::int64_t level, Time now) {
  static const sql::Statement insert{
      "INSERT INTO statement_mail (statement, level, state, attempts, next_attempt, answer, created) "
      "VALUES ($1, $2, 0, 0, $3, '', $3) ON CONFLICT DO NOTHING"};
  connection.execute(insert, {statement, level, now.seconds});
}

bool any_mail_due(sql::Connection& connection, Time now) {
  static const sql::Statement find{"SELECT 1 FROM statement_mail WHERE state = 0 AND next_attempt <= $1 LIMIT 1"};
  return !connection.query(find, {now.seconds}).empty();
}

std::optional<DueMail> take_due_mail(sql::Connection& connection, Time now, std::int64_t lease_seconds) {
  static const sql::Statement take{
      "UPDATE statement_mail SET attempts = attempts + 1, next_attempt = $2 WHERE id = (SELECT id FROM statement_mail "
      "WHERE state = 0 AND next_attempt <= $1 ORDER BY next_attempt LIMIT 1) RETURNING id, statement, level, attempts",
      "UPDATE statement_mail SET attempts = attempts + 1, next_attempt = $2 WHERE id = (SELECT id FROM statement_mail "
      "WHERE state = 0 AND next_attempt <= $1 ORDER BY next_attempt LIMIT 1 FOR UPDATE SKIP LOCKED) "
      "RETURNING id, statement, level, attempts"};
  const sql::Rows rows = connection.query(take, {now.seconds, (now + lease_seconds).seconds});
  if (rows.empty()) return std::nullopt;
  return DueMail{rows.integer(0, 0), rows.integer(0, 1), rows.integer(0, 2), static_cast<int>(rows.integer(0, 3))};
}

void mail_ended(sql::Connection& connection, std::int64_t id, MailState state, std::string_view answer, Time now) {
  static const sql::Statement end{
      "UPDATE statement_mail SET state = $2, answer = $3, ended = $4 WHERE id = $1 AND state = 0"};
  connection.execute(end, {id, static_cast<std::int64_t>(state), answer, now.seconds});
}

void postpone_mail(sql::Connection& connection, std::int64_t id, std::string_view answer, Time next_attempt) {
  static const sql::Statement set{
      "UPDATE statement_mail SET answer = $2, next_attempt = $3 WHERE id = $1 AND state = 0"};
  connection.execute(set, {id, answer, next_attempt.seconds});
}

bool resend_mail(sql::Connection& connection, std::int64_t id, Time now) {
  static const sql::Statement set{
      "UPDATE statement_mail SET state = 0, attempts = 0, next_attempt = $2, ended = NULL WHERE id = $1"};
  return connection.execute(set, {id, now.seconds}) == 1;
}

std::vector<MailRow> list_mail(sql::Connection& connection, std::optional<MailState> state, std::int64_t before,
                               std::int64_t most) {
  static const sql::Statement all{MAIL_COLUMNS "WHERE q.id < $1 ORDER BY q.id DESC LIMIT $2"};
  static const sql::Statement of_state{MAIL_COLUMNS "WHERE q.id < $1 AND q.state = $3 ORDER BY q.id DESC LIMIT $2"};
  const std::int64_t from = before > 0 ? before : INT64_MAX;
  return read(state ? connection.query(of_state, {from, most, static_cast<std::int64_t>(*state)})
                    : connection.query(all, {from, most}));
}

std::vector<MailRow> mail_of(sql::Connection& connection, std::int64_t statement) {
  static const sql::Statement find{MAIL_COLUMNS "WHERE q.statement = $1 ORDER BY q.level"};
  return read(connection.query(find, {statement}));
}

#undef MAIL_COLUMNS

}  // namespace sealcart::credit::store
