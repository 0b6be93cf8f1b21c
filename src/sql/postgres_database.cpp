#include "sql/postgres_database.h"

#include <cassert>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "sql/group_queue.h"
#include "sql/migrate.h"
#include "sql/postgres_connection.h"
#include "sql/retry.h"

namespace sealcart::sql {
namespace {

using Mode = PostgresConnection::Mode;

// Runs `work` in one transaction up to, not including, its commit.
void run_in_transaction(PostgresConnection& connection, Mode mode, const Database::Work& work) {
  try {
    connection.begin(mode);
    work(connection);
    connection.throw_if_failed();
  } catch (...) {
    connection.rollback();
    throw;
  }
}

// The transaction is durable on return. Throws what it threw, and keeps nothing of it then.
void write(PostgresConnection& connection, const Database::Work& work) {
  with_retry([&] {
    run_in_transaction(connection, Mode::write, work);
    try {
      connection.commit();
    } catch (...) {
      connection.rollback();
      throw;
    }
  });
}

// Threads with a connection each, which connect when they are first needed.
class Pool {
 public:
  // Throws Error when the server cannot be reached.
  Pool(const std::string& uri, int size) {
    assert(size > 0);
    for (int i = 0; i < size; ++i) connections_.push_back(std::make_unique<PostgresConnection>(uri));
    connections_.front()->connect();
    for (auto& connection : connections_) threads_.emplace_back([this, &connection] { run(*connection); });
  }
  // Finishes what is queued.
  ~Pool() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void submit(Mode mode, Database::Work work, Database::Done done) {
    {
      std::lock_guard lock(mutex_);
      jobs_.push_back({mode, std::move(work), std::move(done)});
    }
    changed_.notify_one();
  }

 private:
  struct Job {
    Mode mode;
    Database::Work work;
    Database::Done done;
  };

  void run(PostgresConnection& connection) {
    for (;;) {
      Job job;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      job.mode == Mode::read ? read(connection, job) : answer(job, [&] { write(connection, job.work); });
    }
  }

  // Answers before the transaction ends: a read has nothing that a commit could refuse.
  static void read(PostgresConnection& connection, const Job& job) {
    answer(job, [&] { with_retry([&] { run_in_transaction(connection, Mode::read, job.work); }); });
    connection.rollback();
  }

  template <class F>
  static void answer(const Job& job, F run) {
    std::exception_ptr error;
    try {
      run();
    } catch (...) {
      error = std::current_exception();
    }
    job.done(error);
  }

  std::vector<std::unique_ptr<PostgresConnection>> connections_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

// A thread and a connection that commit, or read, what is queued in batches.
class PostgresLane final : public Database::Lane {
 public:
  PostgresLane(const Options& options, Mode mode, std::function<void(Connection&, Database::Items)> run_batch,
               std::size_t most)
      : mode_(mode),
        run_batch_(std::move(run_batch)),
        most_(most),
        connection_(options.url),
        // A read costs little more alone than in company, so it does not wait for any.
        queue_(mode == Mode::write ? options.group_wait_us : 0, most),
        thread_([this] { run(); }) {}
  // Commits and answers what is queued.
  ~PostgresLane() override {
    queue_.close();
    thread_.join();
  }
  void submit(void* item, Database::Done done) override { queue_.push({item, std::move(done)}); }

 private:
  struct Entry {
    void* item;
    Database::Done done;
  };

  void run() {
    for (;;) {
      const std::vector<Entry> entries = queue_.take(most_);
      if (entries.empty()) return;
      std::vector<void*> items;
      items.reserve(entries.size());
      for (const Entry& entry : entries) items.push_back(entry.item);
      const std::exception_ptr error = run(items);
      queue_.note_company();
      for (const Entry& entry : entries) entry.done(error);
    }
  }

  std::exception_ptr run(Database::Items items) {
    const auto work = [&](Connection& connection) { run_batch_(connection, items); };
    try {
      if (mode_ == Mode::write) {
        write(connection_, work);
      } else {
        with_retry([&] { run_in_transaction(connection_, mode_, work); });
      }
    } catch (...) {
      return std::current_exception();
    }
    return nullptr;
  }

  const Mode mode_;
  const std::function<void(Connection&, Database::Items)> run_batch_;
  const std::size_t most_;
  PostgresConnection connection_;
  GroupQueue<Entry> queue_;
  std::thread thread_;  // last: it uses all of the above
};

class PostgresDatabase final : public Database {
 public:
  explicit PostgresDatabase(const Options& options) : options_(options), pool_(options.url, options.connections) {}

  Dialect dialect() const override { return Dialect::postgres; }
  void migrate(std::span<const Migration> migrations) override { apply_migrations(*this, migrations); }
  bool reads_inline() const override { return false; }

  void start_read(Work work, Done done) override { pool_.submit(Mode::read, std::move(work), std::move(done)); }
  void start_write(Work work, Done done) override { pool_.submit(Mode::write, std::move(work), std::move(done)); }
  void read_blocking(const Work& work) override { block(Mode::read, work); }
  void write_blocking(const Work& work) override { block(Mode::write, work); }

  std::unique_ptr<Lane> lane(std::function<void(Connection&, Items)> commit, std::size_t most) override {
    return std::make_unique<PostgresLane>(options_, Mode::write, std::move(commit), most);
  }
  std::unique_ptr<Lane> read_lane(std::function<void(Connection&, Items)> read, std::size_t most) override {
    return std::make_unique<PostgresLane>(options_, Mode::single, std::move(read), most);
  }

 private:
  void block(Mode mode, const Work& work) {
    // Shared: the pool may still be inside set_value when get returns.
    const auto finished = std::make_shared<std::promise<void>>();
    pool_.submit(mode, work, [finished](std::exception_ptr error) {
      error ? finished->set_exception(std::move(error)) : finished->set_value();
    });
    finished->get_future().get();
  }

  const Options options_;
  Pool pool_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const Options& options) { return std::make_unique<PostgresDatabase>(options); }

}  // namespace sealcart::sql
