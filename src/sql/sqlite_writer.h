// The one thread of a process that writes to a SQLite file: group commit of everything queued.
//
// SQLite 3.40 may corrupt a file when two connections write or checkpoint at the same moment. Within the process there
// is only this writer; between processes (a command-line verb beside the server) every group and every checkpoint runs
// under an exclusive lock on `<file>.writer`.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "sql/database.h"
#include "sql/file_lock.h"
#include "sql/group_queue.h"
#include "sql/sqlite_connection.h"

namespace sealcart::sql {

// What a lane's batches do; the queued items of the lane share it.
struct LaneWork {
  std::function<void(Connection&, Database::Items)> commit;
  std::size_t most;
};

class SqliteWriter {
 public:
  // Opens the file, creating it when missing. Throws Error.
  SqliteWriter(const std::string& path, int group_wait_us);
  // Commits and answers what is queued.
  ~SqliteWriter();

  void submit(Database::Work work, Database::Done done);
  void submit(std::shared_ptr<const LaneWork> lane, void* item, Database::Done done);

 private:
  // One submission: a job of its own, or an item of a lane.
  struct Entry {
    Database::Work work;
    std::shared_ptr<const LaneWork> lane;  // null: a job
    void* item = nullptr;
    Database::Done done;
  };
  // What succeeds or fails together: one job, or one batch of a lane.
  struct Unit {
    Database::Work work;
    std::shared_ptr<const LaneWork> lane;
    std::vector<void*> items;
    std::vector<Database::Done> done;
    std::exception_ptr error;
  };

  void run();
  static std::vector<Unit> units_of(std::vector<Entry> entries);
  void commit(std::span<Unit> units);
  // refused: the transaction could not begin, every unit has the error. undone: nothing is kept, and only the unit to
  // blame, if one is, has an error; the others are to run again alone.
  enum class Outcome { committed, undone, refused };
  Outcome commit_together(std::span<Unit> units);
  void commit_alone(Unit& unit);
  void run_in_savepoint(Unit& unit);
  void run_unit(Unit& unit);
  void checkpoint_if_due();

  FileLock lock_;
  std::unique_ptr<SqliteConnection> connection_;
  int checkpointed_pages_ = 0;  // length of the log at the last checkpoint
  GroupQueue<Entry> queue_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace sealcart::sql
