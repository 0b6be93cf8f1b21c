// What both drivers' connections have beyond the public Connection.
#pragma once

#include <optional>
#include <string>

#include "sql/database.h"

namespace sealcart::sql {

class Session : public Connection {
 public:
  // Runs several statements without parameters inside the current transaction. Throws Error.
  virtual void script(const std::string& text) = 0;

  // PostgreSQL refuses everything after an error in a transaction; SQLite would go on. So that one program text means
  // the same on both, a transaction in which an Error was caught and swallowed is refused before it commits.
  void forget_failure() { failure_.reset(); }
  void throw_if_failed() const {
    if (failure_) throw *failure_;
  }

 protected:
  [[noreturn]] void fail(Error error) {
    if (!failure_) failure_ = error;
    throw error;
  }

 private:
  std::optional<Error> failure_;
};

}  // namespace sealcart::sql
