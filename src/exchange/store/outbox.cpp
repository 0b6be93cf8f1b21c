#include "exchange/store/outbox.h"

#include <cassert>

// $1: now. The first of its thread, if it has one.
#define DUE                                                                                                 \
  "refused IS NULL AND next_attempt <= $1 AND (thread IS NULL OR NOT EXISTS (SELECT 1 FROM outbox e WHERE " \
  "e.thread = outbox.thread AND e.id < outbox.id AND e.refused IS NULL))"

namespace sealcart::exchange::store {

void put(sql::Connection& connection, std::string_view partner, std::string_view document, Time now) {
  static const sql::Statement insert{
      "INSERT INTO outbox (partner, document, created, attempts, next_attempt) VALUES ($1, $2, $3, 0, $3)"};
  connection.execute(insert, {partner, document, now.seconds});
}

void put_behind(sql::Connection& connection, std::string_view partner, std::string_view document,
                std::string_view thread, Time now) {
  static const sql::Statement insert{
      "INSERT INTO outbox (partner, document, created, attempts, next_attempt, thread) VALUES ($1, $2, $3, 0, $3, $4)"};
  connection.execute(insert, {partner, document, now.seconds, thread});
}

void put_many(sql::Connection& connection, std::span<const std::string_view> partners,
              std::span<const std::string_view> documents, Time now) {
  assert(partners.size() == documents.size());
  static const sql::Statement insert{
      "INSERT INTO outbox (partner, document, created, attempts, next_attempt) "
      "SELECT p, d, $3::bigint, 0, $3::bigint FROM unnest($1::text[], $2::text[]) AS letters (p, d)"};
  connection.execute(insert, {partners, documents, now.seconds});
}

bool any_due(sql::Connection& connection, Time now) {
  static const sql::Statement due{"SELECT 1 FROM outbox WHERE " DUE " LIMIT 1"};
  return !connection.query(due, {now.seconds}).empty();
}

namespace {
std::vector<Letter> read_letters(const sql::Rows& rows) {
  std::vector<Letter> letters;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    letters.push_back({rows.integer(i, 0), rows.text(i, 1), rows.text(i, 2), static_cast<int>(rows.integer(i, 3)) + 1});
  }
  return letters;
}
}  // namespace

std::vector<Letter> find_due(sql::Connection& connection, Time now, std::size_t most) {
  static const sql::Statement find{"SELECT id, partner, document, attempts FROM outbox WHERE " DUE
                                   " ORDER BY next_attempt, id LIMIT $2"};
  return read_letters(connection.query(find, {now.seconds, static_cast<std::int64_t>(most)}));
}

std::vector<Letter> claim_due(sql::Connection& connection, Time now, std::int64_t lease_seconds, std::size_t most) {
  // The lease is the next attempt moved on: a process that dies while sending leaves the letter to the others.
  static const sql::Statement claim{
      "UPDATE outbox SET next_attempt = $2 WHERE id IN (SELECT id FROM outbox "
      "WHERE " DUE
      " ORDER BY next_attempt, id LIMIT $3) "
      "RETURNING id, partner, document, attempts",
      "UPDATE outbox SET next_attempt = $2 WHERE id IN (SELECT id FROM outbox "
      "WHERE " DUE
      " ORDER BY next_attempt, id LIMIT $3 FOR UPDATE SKIP LOCKED) "
      "RETURNING id, partner, document, attempts"};
  return read_letters(
      connection.query(claim, {now.seconds, now.seconds + lease_seconds, static_cast<std::int64_t>(most)}));
}

void delivered(sql::Connection& connection, std::span<const std::int64_t> ids) {
  static const sql::Statement remove{"DELETE FROM outbox WHERE id = $1"};
  static const sql::Statement remove_all{"DELETE FROM outbox WHERE id = ANY($1::bigint[])"};
  if (connection.dialect() == sql::Dialect::postgres) {
    connection.execute(remove_all, {ids});
    return;
  }
  for (const std::int64_t id : ids) connection.execute(remove, {id});
}

void postpone(sql::Connection& connection, std::int64_t id, Time next_attempt) {
  static const sql::Statement set{"UPDATE outbox SET next_attempt = $2, attempts = attempts + 1 WHERE id = $1"};
  connection.execute(set, {id, next_attempt.seconds});
}

void refused(sql::Connection& connection, std::int64_t id, std::string_view code) {
  static const sql::Statement set{"UPDATE outbox SET refused = $2 WHERE id = $1"};
  connection.execute(set, {id, code});
}

}  // namespace sealcart::exchange::store
