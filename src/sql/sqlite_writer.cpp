#include "sql/sqlite_writer.h"

#include <limits>
#include <mutex>
#include <unordered_map>

#include "sql/retry.h"

namespace sealcart::sql {
namespace {

constexpr std::size_t enough_for_a_group = 256;
constexpr int checkpoint_pages = 4000;  // 16 MiB of log
constexpr int truncate_pages = 16000;   // readers kept the log from starting over: wait for them

// A failure after which the unit's transaction may succeed when it runs again.
bool is_again(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Error& e) {
    return e.kind == Error::Kind::again;
  } catch (...) {
    return false;
  }
}

}  // namespace

SqliteWriter::SqliteWriter(const std::string& path, int group_wait_us)
    : lock_(path + ".writer"), queue_(group_wait_us, enough_for_a_group) {
  {
    std::lock_guard hold(lock_);
    connection_ = std::make_unique<SqliteConnection>(path, SqliteConnection::Role::writer);
  }
  thread_ = std::thread([this] { run(); });
}

SqliteWriter::~SqliteWriter() {
  queue_.close();
  thread_.join();
}

void SqliteWriter::submit(Database::Work work, Database::Done done) {
  queue_.push({std::move(work), nullptr, nullptr, std::move(done)});
}

void SqliteWriter::submit(std::shared_ptr<const LaneWork> lane, void* item, Database::Done done) {
  queue_.push({nullptr, std::move(lane), item, std::move(done)});
}

void SqliteWriter::run() {
  for (;;) {
    std::vector<Entry> entries = queue_.take(std::numeric_limits<std::size_t>::max());
    if (entries.empty()) return;
    std::vector<Unit> units = units_of(std::move(entries));
    commit(units);
    queue_.note_company();
    for (const Unit& unit : units) {
      for (const Database::Done& done : unit.done) done(unit.error);
    }
    checkpoint_if_due();
  }
}

// A lane's batch stands where its first item stood; jobs and batches keep the order of submission.
std::vector<SqliteWriter::Unit> SqliteWriter::units_of(std::vector<Entry> entries) {
  std::vector<Unit> units;
  std::unordered_map<const LaneWork*, std::size_t> open_batches;
  for (Entry& entry : entries) {
    std::size_t at = units.size();
    if (entry.lane) {
      const auto [batch, fresh] = open_batches.try_emplace(entry.lane.get(), at);
      if (!fresh && units[batch->second].items.size() < entry.lane->most) {
        at = batch->second;
      } else {
        batch->second = at;
      }
    }
    if (at == units.size()) units.push_back({std::move(entry.work), entry.lane, {}, {}, nullptr});
    if (entry.lane) units[at].items.push_back(entry.item);
    units[at].done.push_back(std::move(entry.done));
  }
  return units;
}

// Leaves each unit's outcome in its `error`.
void SqliteWriter::commit(std::span<Unit> units) {
  if (units.size() == 1) return commit_alone(units.front());
  switch (commit_together(units)) {
    case Outcome::refused:
      return;
    case Outcome::committed:
      for (Unit& unit : units) {
        if (unit.error && is_again(unit.error)) commit_alone(unit);
      }
      return;
    case Outcome::undone:
      for (Unit& unit : units) {
        if (!unit.error || is_again(unit.error)) commit_alone(unit);
      }
      return;
  }
}

// One transaction for all.
SqliteWriter::Outcome SqliteWriter::commit_together(std::span<Unit> units) {
  std::lock_guard hold(lock_);
  Unit* running = nullptr;
  try {
    with_retry([&] { connection_->begin_write(); });
  } catch (...) {
    for (Unit& unit : units) unit.error = std::current_exception();
    return Outcome::refused;
  }
  try {
    for (Unit& unit : units) {
      running = &unit;
      unit.lane ? run_unit(unit) : run_in_savepoint(unit);
    }
    running = nullptr;
    connection_->commit();
    return Outcome::committed;
  } catch (...) {
    connection_->rollback();
    for (Unit& unit : units) unit.error = &unit == running ? std::current_exception() : nullptr;
    return Outcome::undone;
  }
}

// A job that throws is undone alone and keeps its error; throws on when that cannot be done.
void SqliteWriter::run_in_savepoint(Unit& unit) {
  connection_->savepoint();
  try {
    run_unit(unit);
  } catch (...) {
    if (!connection_->rollback_to_savepoint()) throw;
    unit.error = std::current_exception();
    return;
  }
  connection_->release_savepoint();
}

void SqliteWriter::run_unit(Unit& unit) {
  connection_->forget_failure();
  if (unit.lane) {
    unit.lane->commit(*connection_, unit.items);
  } else {
    unit.work(*connection_);
  }
  connection_->throw_if_failed();
}

void SqliteWriter::commit_alone(Unit& unit) {
  unit.error = nullptr;
  try {
    with_retry([&] {
      std::lock_guard hold(lock_);
      try {
        connection_->begin_write();
        run_unit(unit);
        connection_->commit();
      } catch (...) {
        connection_->rollback();
        throw;
      }
    });
  } catch (...) {
    unit.error = std::current_exception();
  }
}

void SqliteWriter::checkpoint_if_due() {
  const int pages = connection_->wal_pages();
  if (pages < checkpointed_pages_) checkpointed_pages_ = 0;  // the log started over
  if (pages - checkpointed_pages_ < checkpoint_pages) return;
  std::lock_guard hold(lock_);
  connection_->checkpoint(pages >= truncate_pages);
  checkpointed_pages_ = connection_->wal_pages();
}

}  // namespace sealcart::sql
