#include "mall/desk/sweep_files.h"

#include <spdlog/logger.h>

#include <chrono>

#include "core/day.h"
#include "mall/desk/digital_folders.h"

namespace sealcart::mall {
namespace {

namespace fs = std::filesystem;

void sweep(const fs::path& folder, const exchange::Party& party) {
  std::error_code fault;
  // By the clock that wrote the files' times, the disk's: the party's may be a test's, days away from it.
  const auto old = fs::file_time_type::clock::now() - std::chrono::seconds(day_seconds);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, fault)) {
    if (entry.path().extension() != ".part" || entry.last_write_time(fault) > old || fault) continue;
    if (fs::remove(entry.path(), fault)) party.log.info("took away {}, which broke off", entry.path().string());
  }
}

}  // namespace

void sweep_files(const exchange::Party& party) {
  sweep(files_folder(party.config), party);
  sweep(spool_folder(party.config), party);
}

}  // namespace sealcart::mall
