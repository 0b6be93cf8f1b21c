#include "cli/clock.h"

#include <CLI/CLI.hpp>
#include <ctime>

#ifdef SEALCART_TEST_CLOCK
#include <atomic>
#include <charconv>
#include <fstream>
#include <iterator>

#include "cli/failure.h"
#include "core/rfc3339.h"
#endif

namespace sealcart::cli {

#ifdef SEALCART_TEST_CLOCK
namespace {

std::string clock_file;  // set before any thread begins

std::optional<Time> time_of(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  const bool beside = text.starts_with('+') || text.starts_with('-');  // the machine's clock
  const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
  Time time;
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), time.seconds);
  if (end == begin || error != std::errc() || end != text.data() + text.size()) return parse_rfc3339(text);
  return beside ? Time{std::time(nullptr)} + time.seconds : time;
}

Time time_in_file() {
  static std::atomic<std::int64_t> last{-1};
  std::ifstream in(clock_file);
  if (const auto time = time_of({std::istreambuf_iterator<char>(in), {}})) last = time->seconds;
  if (last < 0) throw Failure(clock_file + " says no time: write seconds since 1970, 2026-11-28T09:30:00Z or +3600");
  return {last};
}

}  // namespace

Time SystemClock::now() const { return clock_file.empty() ? Time{std::time(nullptr)} : time_in_file(); }

void add_clock_option(CLI::App& app) {
  app.fallthrough();  // also behind a verb
  app.add_option("--clock", clock_file, "Test builds: read the time from this file")->check(CLI::ExistingFile);
}

bool has_clock_option() { return true; }
#else
Time SystemClock::now() const { return {std::time(nullptr)}; }

void add_clock_option(CLI::App&) {}

bool has_clock_option() { return false; }
#endif

}  // namespace sealcart::cli
