#include "cli/serve.h"

#include <signal.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <iostream>
#include <thread>

#include "cli/clock.h"
#include "cli/failure.h"
#include "cli/loop_once.h"
#include "cli/site.h"
#include "cli/wipe.h"
#include "exchange/party.h"
#include "exchange/store/partners.h"
#include "seal/sign.h"
#include "sql/migrations.h"

namespace sealcart::cli {
namespace {

std::shared_ptr<spdlog::logger> make_log(const exchange::Config& config) {
  spdlog::sink_ptr sink;
  if (config.log_file.empty()) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    std::filesystem::create_directories(std::filesystem::path(config.log_file).parent_path());
    sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(config.log_file);
  }
  auto log = std::make_shared<spdlog::logger>(config.role, std::move(sink));
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  log->flush_on(spdlog::level::warn);
  return log;
}

// Signals are taken by the main thread alone; every other thread is started with them blocked.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  return set;
}

http::Hooks hooks(const exchange::Party& party) {
  spdlog::logger& log = party.log;
  return {
      .access =
          [&log](const http::Access& access) {
            // The route's pattern, never the path; no address, no user agent: nothing of the customer.
            if (!log.should_log(spdlog::level::info)) return;
            if (access.partner_host.empty()) {
              log.info("{} {} {}us", access.route, access.status, access.microseconds);
            } else {
              log.info("{} {} {}us partner={}", access.route, access.status, access.microseconds, access.partner_host);
            }
          },
      .warn = [&log](const std::string& text) { log.warn("{}", text); },
      .failure = [&party](const http::Request& request, int status) { return failure_page(party, request, status); }};
}

// Everything that can change under a running server.
class Reloading {
 public:
  Reloading(exchange::Party& party, http::Server& pages, http::Server& api) : party_(party), pages_(pages), api_(api) {}

  void files() {
    attempt([&] { pages_.reload(); });
    attempt([&] { api_.reload(); });
    attempt([&] { party_.client.reload(); });
    attempt([&] { party_.keys.reload(); });
  }

 private:
  template <class F>
  void attempt(F reload) {
    try {
      reload();
    } catch (const std::exception& error) {
      // Said once per fault, not every two seconds.
      if (last_fault_ != error.what()) party_.log.error("reload: {}; the old one stays in use", error.what());
      last_fault_ = error.what();
    }
  }
  exchange::Party& party_;
  http::Server& pages_;
  http::Server& api_;
  std::string last_fault_;
};

Task<void> tick_each_second(exchange::Party& party, Site& site, const std::atomic<bool>& stopping) {
  while (!stopping.load()) {
    try {
      co_await party.partners.refresh();
      co_await site.tick();
    } catch (const std::exception& error) {
      party.log.error("tick: {}", error.what());
    }
    co_await pause(1000);
  }
}

void wait_for_end(const sigset_t& signals, Reloading& reloading, spdlog::logger& log) {
  constexpr timespec look_again{.tv_sec = 2, .tv_nsec = 0};
  while (true) {
    const int signal = sigtimedwait(&signals, nullptr, &look_again);
    if (signal == SIGTERM || signal == SIGINT) return;
    reloading.files();
    log.flush();
  }
}

}  // namespace

void serve(const std::string& config_file, const std::string& role) {
  const sigset_t signals = block_signals();
  const auto config = exchange::Config::load(config_file);
  if (config.role != role) throw Failure(config_file + " is the configuration of a " + config.role + ".");
  // Names and addresses pass through this process, and must not be found in it afterwards.
  if (role == "shipping") wipe_freed_memory();
  const SystemClock clock;
  const auto log = make_log(config);
  const auto database = sql::Database::open({.url = config.store_url, .connections = config.store_connections});
  database->migrate(sql::migrations("exchange"));
  database->migrate(sql::migrations(role));
  exchange::KeyRing keys(config.keys);
  const int threads = config.threads > 0 ? config.threads : static_cast<int>(std::thread::hardware_concurrency());
  const render::Pages pages(role);
  exchange::Partners partners(*database, clock);
  partners.read();

  http::Loops loops(threads);
  http::Client client(loops, config.partner_tls);
  exchange::Outbox outbox(*database, partners, client, clock, seal::system_random(), *log);
  exchange::Party party{config, clock, seal::system_random(), *database, keys, partners, client, outbox, pages, *log};
  Site site = make_site(party);
  http::Server api(loops,
                   {.address = config.address,
                    .port = config.api_port,
                    .tls = config.partner_tls,
                    .require_client_certificate = true,
                    .routes = site.partner_routes,
                    .limits = partner_limits(config.limits)},
                   hooks(party));
  http::Server server(loops,
                      {.address = config.address,
                       .port = config.port,
                       .tls = config.tls,
                       .routes = site.routes,
                       .limits = config.limits},
                      hooks(party));
  std::atomic<bool> stopping{false};
  std::promise<void> outbox_ended, tick_ended;
  loops.at(0).post([&] {
    spawn([](exchange::Outbox& box, std::promise<void>& ended) -> Task<void> {
      co_await box.run();
      ended.set_value();
    }(outbox, outbox_ended));
    spawn([](exchange::Party& p, Site& s, const std::atomic<bool>& stop, std::promise<void>& ended) -> Task<void> {
      co_await tick_each_second(p, s, stop);
      ended.set_value();
    }(party, site, stopping, tick_ended));
  });
  Reloading reloading(party, server, api);
  log->info("ready {}", config.origin);
  log->flush();
  std::cout << "ready " << config.origin << std::endl;
  wait_for_end(signals, reloading, *log);

  log->info("stopping");
  server.stop();
  api.stop();
  stopping.store(true);
  outbox.stop();
  tick_ended.get_future().wait();
  outbox_ended.get_future().wait();
  site.stop();
  loops.stop();
  loops.join();
  log->flush();
}

}  // namespace sealcart::cli
