#include "sql/database.h"

#include "sql/postgres_database.h"
#include "sql/sqlite_database.h"

namespace sealcart::sql {

std::unique_ptr<Database> Database::open(const Options& options) {
  constexpr std::string_view sqlite = "sqlite:";
  if (options.url.starts_with(sqlite) && options.url.size() > sqlite.size()) {
    return open_sqlite(options.url.substr(sqlite.size()), options);
  }
  if (options.url.starts_with("postgresql://") || options.url.starts_with("postgres://")) return open_postgres(options);
  throw Error(Error::Kind::other, "a database is given as sqlite:/path/to/file.db or postgresql://host/name");
}

}  // namespace sealcart::sql
