// One PostgreSQL connection with its prepared statements. Used by one thread at a time.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "sql/postgres_params.h"
#include "sql/session.h"

namespace sealcart::sql {

class PostgresConnection final : public Session {
 public:
  enum class Mode { read, write };
  // Does not connect yet.
  explicit PostgresConnection(std::string uri) : uri_(std::move(uri)) {}

  // Connects unless connected. Throws Error (Kind::again).
  void connect();

  using Connection::execute;
  using Connection::query;
  Dialect dialect() const override { return Dialect::postgres; }
  Rows query(const Statement& statement, std::span<const Param> params) override;
  std::int64_t execute(const Statement& statement, std::span<const Param> params) override;
  void script(const std::string& text) override;

  // Costs no round trip: BEGIN travels with the first statement.
  void begin(Mode mode);
  // Throws Error; of Kind::other, also when the connection broke and nobody can know whether the transaction was kept.
  void commit();
  // Ends the transaction, or the connection where that fails.
  void rollback() noexcept;

 private:
  using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;
  struct Prepared {
    const char* text = nullptr;  // guards against another Statement at the same address
    std::string name;
  };

  Result run(const Statement& statement, std::span<const Param> params);
  Result command(const char* text);
  void check_sent(int sent);
  // Awaits the results of the `commands` statements sent and gives the last one's. Throws the first error among them.
  Result collect(std::size_t commands, const char* context);
  [[noreturn]] void fail_with(const PGresult* result, const char* context);
  [[noreturn]] void lost(const char* context);
  const char* begin_text() const;

  const std::string uri_;
  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_{nullptr, PQfinish};
  std::unordered_map<const Statement*, Prepared> statements_;
  unsigned prepared_count_ = 0;
  std::size_t completed_ = 0;  // statements that succeeded in the last collect()
  PostgresParams params_;
  Mode mode_ = Mode::read;
  bool begin_pending_ = false;   // BEGIN is still to be sent
  bool in_transaction_ = false;  // BEGIN was sent
};

}  // namespace sealcart::sql
