// Rows of the outbox. A party's own transaction puts a letter in beside the state that it tells of.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "sql/database.h"

namespace sealcart::exchange::store {

struct Letter {
  std::int64_t id = 0;
  std::string partner;  // id in the registry
  std::string document;
  int attempts = 0;  // with the one that begins now
};

// Inside the caller's transaction.
void put(sql::Connection& connection, std::string_view partner, std::string_view document, Time now);
// The same, for what means something else when it comes before an earlier letter: of one `thread`, a letter is due once
// all before it are taken or refused. Whoever puts into a thread holds a lock on what it is about.
void put_behind(sql::Connection& connection, std::string_view partner, std::string_view document,
                std::string_view thread, Time now);
// PostgreSQL's hot path: many at once; arrays of equal length.
void put_many(sql::Connection& connection, std::span<const std::string_view> partners,
              std::span<const std::string_view> documents, Time now);

// Whether claim_due would find any: asked before, so that an idle server writes nothing.
bool any_due(sql::Connection& connection, Time now);
// Up to `most` letters that are due. Writes nothing: for a database that one process sends from.
std::vector<Letter> find_due(sql::Connection& connection, Time now, std::size_t most);
// The same, held back for `lease_seconds` from other processes.
std::vector<Letter> claim_due(sql::Connection& connection, Time now, std::int64_t lease_seconds, std::size_t most);
void delivered(sql::Connection& connection, std::span<const std::int64_t> ids);
// Counts the attempt.
void postpone(sql::Connection& connection, std::int64_t id, Time next_attempt);
// The partner will never take it: kept for the operator, not sent again.
void refused(sql::Connection& connection, std::int64_t id, std::string_view code);

}  // namespace sealcart::exchange::store
