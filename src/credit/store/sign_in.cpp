#include "credit/store/sign_in.h"

#include "credit/store/secrets.h"

namespace sealcart::credit::store {

Tries tries(sql::Connection& connection, const seal::Digest& subject) {
  static const sql::Statement find{"SELECT failures, locked_until, last_try FROM sign_in WHERE subject = $1"};
  const sql::Rows rows = connection.query(find, {blob(subject)});
  if (rows.empty()) return {};
  return {rows.integer(0, 0), Time{rows.integer(0, 1)}, Time{rows.integer(0, 2)}};
}

CountedTry count_try(sql::Connection& connection, const seal::Digest& subject, const TryRule& rule, Time now) {
  // Makes sure that there is a row and locks it: tries of one subject are counted one after the other, also by several
  // processes. SQLite has one writer.
  static const sql::Statement lock{
      "INSERT INTO sign_in (subject, failures, locked_until, last_try) VALUES ($1, 0, 0, 0) ON CONFLICT (subject) "
      "DO UPDATE SET failures = sign_in.failures"};
  connection.execute(lock, {blob(subject)});
  const CountedTry counted = sealcart::count_try(tries(connection, subject), rule, now);
  if (counted.allowed) {
    static const sql::Statement set{
        "UPDATE sign_in SET failures = $2, locked_until = $3, last_try = $4 WHERE subject = $1"};
    connection.execute(
        set, {blob(subject), counted.tries.failures, counted.tries.locked_until.seconds, counted.tries.last.seconds});
  }
  return counted;
}

void forget_tries(sql::Connection& connection, const seal::Digest& subject) {
  static const sql::Statement remove{"DELETE FROM sign_in WHERE subject = $1"};
  connection.execute(remove, {blob(subject)});
}

void prune_tries(sql::Connection& connection, Time now) {
  // Every rule's lock and memory are at most a day long.
  static const sql::Statement remove{
      "DELETE FROM sign_in WHERE subject IN (SELECT subject FROM sign_in WHERE last_try < $1 LIMIT 1000)"};
  connection.execute(remove, {now.seconds - 86'400});
}

}  // namespace sealcart::credit::store
