// One PostgreSQL connection with its prepared statements. Used by one thread at a time.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "sql/postgres_params.h"
#include "sql/session.h"

namespace sealcart::sql {

class PostgresConnection final : public Session {
 public:
  // single: one query, a transaction by itself.
  enum class Mode { read, write, single };
  // Does not connect yet.
  explicit PostgresConnection(std::string uri) : uri_(std::move(uri)) {}

  // Connects unless connected. Throws Error (Kind::again).
  void connect();

  using Connection::execute;
  using Connection::query;
  Dialect dialect() const override { return Dialect::postgres; }
  Rows query(const Statement& statement, std::span<const Param> params) override;
  std::int64_t execute(const Statement& statement, std::span<const Param> params) override;
  void execute_with_next(const Statement& statement, std::span<const Param> params) override;
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
  // A preparation whose answer has not come yet.
  struct Preparing {
    const Statement* statement;
    Prepared prepared;
    std::size_t place;  // among the statements sent
  };

  Result run(const Statement& statement, std::span<const Param> params);
  Result command(const char* text);
  void send(const Statement& statement, std::span<const Param> params);
  void send_begin();
  void check_sent(int sent);
  // Awaits the results of all that was sent and gives the last one's. Throws the first error among them.
  Result collect(const char* context);
  // Awaits them; the first error among them, or nullptr.
  Result await_results(Result& last);
  [[noreturn]] void fail_with(const PGresult* result, const char* context);
  [[noreturn]] void lost(const char* context);
  const char* begin_text() const;

  const std::string uri_;
  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_{nullptr, PQfinish};
  std::unordered_map<const Statement*, Prepared> statements_;
  unsigned prepared_count_ = 0;
  std::size_t sent_ = 0;       // statements since the last collect()
  std::size_t completed_ = 0;  // of them, those that succeeded
  std::vector<Preparing> preparing_;
  PostgresParams params_;
  Mode mode_ = Mode::read;
  bool begin_pending_ = false;   // BEGIN is still to be sent
  bool in_transaction_ = false;  // BEGIN was sent
};

}  // namespace sealcart::sql
