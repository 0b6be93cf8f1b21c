#include "cli/clock.h"

#include <CLI/CLI.hpp>
#include <ctime>

#ifdef SEALCART_TEST_CLOCK
#include <atomic>
#include <charconv>
#include <fstream>
#include <iterator>

#include "ca/rfc3339.h"
#include "cli/failure.h"
#endif

namespace sealcart::cli {

#ifdef SEALCART_TEST_CLOCK
namespace {

std::string clock_file;  // set before any thread begins

std::optional<Time> time_of(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  Time time;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), time.seconds);
  if (!text.empty() && error == std::errc() && end == text.data() + text.size()) return time;
  return ca::parse_rfc3339(text);
}

Time time_in_file() {
  static std::atomic<std::int64_t> last{-1};
  std::ifstream in(clock_file);
  if (const auto time = time_of({std::istreambuf_iterator<char>(in), {}})) last = time->seconds;
  if (last < 0) throw Failure(clock_file + " says no time: write seconds since 1970 or 2026-11-28T09:30:00Z");
  return {last};
}

}  // namespace

Time SystemClock::now() const { return clock_file.empty() ? Time{std::time(nullptr)} : time_in_file(); }

void add_clock_option(CLI::App& app) {
  app.fallthrough();  // also behind a verb
  app.add_option("--clock", clock_file, "Test builds: read the time from this file")->check(CLI::ExistingFile);
}
#else
Time SystemClock::now() const { return {std::time(nullptr)}; }

void add_clock_option(CLI::App&) {}
#endif

}  // namespace sealcart::cli
