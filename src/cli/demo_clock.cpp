#include "cli/demo_clock.h"

#include <fmt/format.h>

#include "cli/clock.h"
#include "exchange/files.h"

namespace sealcart::cli {
namespace {

constexpr std::int64_t past_days = 40;

}  // namespace

DemoClock::DemoClock(const std::filesystem::path& data, bool used)
    : file_(data / "clock"), used_(used && has_clock_option()) {}

void DemoClock::make(bool new_demo) const {
  if (!used_ || std::filesystem::exists(file_)) return;
  exchange::replace_file(file_.string(), new_demo ? fmt::format("-{}\n", past_days * 24 * 3600) : "+0\n");
}

void DemoClock::add_option(std::vector<std::string>& command) const {
  if (used_) command.insert(command.end(), {"--clock", file_.string()});
}

}  // namespace sealcart::cli
