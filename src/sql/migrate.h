// Applying migrations, alike for both databases.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sql/database.h"

namespace sealcart::sql {

// Applies the missing ones in order of name, each in one transaction that also writes its name to schema_migration.
// Safe when several processes start together. Throws Error; those before the failing one stay applied.
void apply_migrations(Database& database, std::span<const Migration> migrations);

// Writes the words BLOB and IDENTITY in the dialect's way:
//   BLOB      SQLite BLOB, PostgreSQL BYTEA
//   IDENTITY  a 64-bit primary key that the database counts up
// Whole upper-case words only, outside of quotes and comments. What follows "--postgres " on a line is for PostgreSQL
// alone.
std::string in_dialect(std::string_view text, Dialect dialect);

}  // namespace sealcart::sql
