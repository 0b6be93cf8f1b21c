#include "sql/sqlite_database.h"

#include <future>
#include <mutex>
#include <utility>

#include "sql/migrate.h"
#include "sql/retry.h"
#include "sql/sqlite_connection.h"
#include "sql/sqlite_writer.h"

namespace sealcart::sql {
namespace {

// Readers at rest. The last one given back is the next one lent, so that there are no more than read at the same moment
// and a thread mostly meets its own again, warm.
class Readers {
 public:
  explicit Readers(std::string path) : path_(std::move(path)) {}

  // Calls `read` with a reader that nobody else uses meanwhile.
  template <class F>
  void with_reader(F read) {
    struct Loan {
      Readers& readers;
      std::unique_ptr<SqliteConnection> reader;
      ~Loan() { readers.give_back(std::move(reader)); }
    } loan{*this, borrow()};
    read(*loan.reader);
  }

 private:
  std::unique_ptr<SqliteConnection> borrow() {
    {
      std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto reader = std::move(idle_.back());
        idle_.pop_back();
        return reader;
      }
    }
    return std::make_unique<SqliteConnection>(path_, SqliteConnection::Role::reader);
  }
  void give_back(std::unique_ptr<SqliteConnection> reader) {
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(reader));
  }

  const std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const std::string& path, const Options& options)
      : readers_(path), writer_(path, options.group_wait_us) {}

  Dialect dialect() const override { return Dialect::sqlite; }
  void migrate(std::span<const Migration> migrations) override { apply_migrations(*this, migrations); }
  bool reads_inline() const override { return true; }

  void start_read(Work work, Done done) override {
    std::exception_ptr error;
    try {
      read_blocking(work);
    } catch (...) {
      error = std::current_exception();
    }
    done(error);
  }
  void start_write(Work work, Done done) override { writer_.submit(std::move(work), std::move(done)); }

  void read_blocking(const Work& work) override {
    readers_.with_reader([&](SqliteConnection& reader) {
      with_retry([&] {
        try {
          reader.begin_read();
          work(reader);
          reader.throw_if_failed();
          reader.commit();
        } catch (...) {
          reader.rollback();
          throw;
        }
      });
    });
  }

  // On the writer's thread, while this one waits: there is one writing connection only.
  void write_blocking(const Work& work) override {
    // Shared: the writer may still be inside set_value when get returns.
    const auto durable = std::make_shared<std::promise<void>>();
    writer_.submit(work, [durable](std::exception_ptr error) {
      error ? durable->set_exception(std::move(error)) : durable->set_value();
    });
    durable->get_future().get();
  }

  std::unique_ptr<Lane> lane(std::function<void(Connection&, Items)> commit, std::size_t most) override {
    return std::make_unique<SqliteLane>(writer_, LaneWork{std::move(commit), most});
  }
  std::unique_ptr<Lane> read_lane(std::function<void(Connection&, Items)>, std::size_t) override { return nullptr; }

 private:
  class SqliteLane final : public Lane {
   public:
    SqliteLane(SqliteWriter& writer, LaneWork work)
        : writer_(writer), work_(std::make_shared<const LaneWork>(std::move(work))) {}
    void submit(void* item, Done done) override { writer_.submit(work_, item, std::move(done)); }

   private:
    SqliteWriter& writer_;
    std::shared_ptr<const LaneWork> work_;
  };

  Readers readers_;
  SqliteWriter writer_;  // opens, and makes, the file; readers open when they are first needed
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path, const Options& options) {
  return std::make_unique<SqliteDatabase>(path, options);
}

}  // namespace sealcart::sql
