#include "cli/house.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <filesystem>

#include "cli/site.h"
#include "seal/sign.h"
#include "sql/migrations.h"

namespace sealcart::cli {
namespace {

std::shared_ptr<spdlog::logger> make_log(const std::string& role, const std::string& file) {
  spdlog::sink_ptr sink;
  if (file.empty()) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
  }
  auto log = std::make_shared<spdlog::logger>(role, std::move(sink));
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  log->flush_on(spdlog::level::warn);
  return log;
}

std::unique_ptr<sql::Database> open_database(const exchange::Config& config) {
  auto database = sql::Database::open({.url = config.store_url, .connections = config.store_connections});
  for (const char* folder : {"exchange", "desk"}) database->migrate(sql::migrations(folder));
  database->migrate(sql::migrations(config.role));
  return database;
}

// Everything that can change under a running process.
class Reloading {
 public:
  Reloading(House& house, const std::vector<http::Server*>& servers) : house_(house), servers_(servers) {}

  void files() {
    for (http::Server* server : servers_) attempt([&] { server->reload(); });
    attempt([&] { house_.client.reload(); });
    attempt([&] { house_.keys.reload(); });
  }

 private:
  template <class F>
  void attempt(F reload) {
    try {
      reload();
    } catch (const std::exception& error) {
      // Said once per fault, not every two seconds.
      if (last_fault_ != error.what()) house_.log->error("reload: {}; the old one stays in use", error.what());
      last_fault_ = error.what();
    }
  }
  House& house_;
  const std::vector<http::Server*>& servers_;
  std::string last_fault_;
};

Task<void> tick_each_second(House& house, std::function<Task<void>()> tick, const std::atomic<bool>& stopping) {
  while (!stopping.load()) {
    try {
      co_await house.partners.refresh();
      co_await house.meetings.write();
      co_await tick();
    } catch (const std::exception& error) {
      house.log->error("tick: {}", error.what());
    }
    co_await pause(1000);
  }
}

}  // namespace

sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  return set;
}

House::House(exchange::Config loaded, const std::string& pages_origin, const std::string& log_file,
             std::vector<std::string> page_folders, int threads)
    : config(std::move(loaded)),
      origin(pages_origin),
      log(make_log(config.role, log_file)),
      database(open_database(config)),
      keys(config.keys),
      pages(std::move(page_folders)),
      partners(*database, clock),
      meetings(*database, partners, clock),
      loops(threads),
      client(loops, config.partner_tls, [this](http::Meeting met) { meetings.note(std::move(met)); }),
      outbox(*database, partners, client, clock, seal::system_random(), *log),
      party{config, origin, clock, seal::system_random(), *database, keys, partners, client, outbox, pages, *log} {
  partners.read();
}

http::Hooks House::hooks() {
  return {.access =
              [this](const http::Access& access) {
                // The route's pattern, never the path; no address, no user agent: nothing of the customer.
                if (!log->should_log(spdlog::level::info)) return;
                if (access.partner_host.empty()) {
                  log->info("{} {} {}us", access.route, access.status, access.microseconds);
                } else {
                  log->info("{} {} {}us partner={}", access.route, access.status, access.microseconds,
                            access.partner_host);
                }
              },
          .warn = [this](const std::string& text) { log->warn("{}", text); },
          .met = [this](http::Meeting met) { meetings.note(std::move(met)); },
          .failure = [this](const http::Request& request, int status) { return failure_page(party, request, status); }};
}

Ticking::Ticking(House& house, std::function<Task<void>()> tick) {
  auto ended = std::make_shared<std::promise<void>>();
  ended_ = ended->get_future();
  house.loops.at(0).post([this, &house, tick = std::move(tick), ended] {
    spawn([](House& h, std::function<Task<void>()> each, const std::atomic<bool>& stop,
             std::shared_ptr<std::promise<void>> done) -> Task<void> {
      co_await tick_each_second(h, std::move(each), stop);
      done->set_value();
    }(house, tick, stopping_, ended));
  });
}

void Ticking::stop() {
  stopping_.store(true);
  if (ended_.valid()) ended_.get();
}

void wait_for_end(House& house, const sigset_t& signals, const std::vector<http::Server*>& servers) {
  Reloading reloading(house, servers);
  constexpr timespec look_again{.tv_sec = 2, .tv_nsec = 0};
  while (true) {
    const int signal = sigtimedwait(&signals, nullptr, &look_again);
    if (signal == SIGTERM || signal == SIGINT) break;
    reloading.files();
    house.log->flush();
  }
  house.log->info("stopping");
}

}  // namespace sealcart::cli
