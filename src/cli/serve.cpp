#include "cli/serve.h"

#include <iostream>
#include <thread>

#include "cli/failure.h"
#include "cli/house.h"
#include "cli/site.h"
#include "cli/wipe.h"

namespace sealcart::cli {
namespace {

int threads_of(const exchange::Config& config) {
  return config.threads > 0 ? config.threads : static_cast<int>(std::thread::hardware_concurrency());
}

}  // namespace

void serve(const std::string& config_file, const std::string& role) {
  const sigset_t signals = block_signals();
  const auto config = exchange::Config::load(config_file);
  if (config.role != role) throw Failure(config_file + " is the configuration of a " + config.role + ".");
  // Names and addresses pass through this process, and must not be found in it afterwards.
  if (role == "shipping") wipe_freed_memory();
  House house(config, config.origin, config.log_file, {role}, threads_of(config));
  Site site = make_site(house.party);
  http::Server api(house.loops,
                   {.address = config.address,
                    .port = config.api_port,
                    .tls = config.partner_tls,
                    .require_client_certificate = true,
                    .routes = site.partner_routes,
                    .limits = partner_limits(config.limits)},
                   house.hooks());
  http::Server server(house.loops,
                      {.address = config.address,
                       .port = config.port,
                       .tls = config.tls,
                       .routes = site.routes,
                       .limits = config.limits},
                      house.hooks());
  std::promise<void> outbox_ended;
  house.loops.at(0).post([&] {
    spawn([](exchange::Outbox& box, std::promise<void>& ended) -> Task<void> {
      co_await box.run();
      ended.set_value();
    }(house.outbox, outbox_ended));
  });
  Ticking ticking(house, site.tick);
  house.log->info("ready {}", config.origin);
  house.log->flush();
  std::cout << "ready " << config.origin << std::endl;
  wait_for_end(house, signals, {&server, &api});

  server.stop();
  api.stop();
  house.outbox.stop();
  ticking.stop();
  outbox_ended.get_future().wait();
  site.stop();
  house.loops.stop();
  house.loops.join();
  house.log->flush();
}

}  // namespace sealcart::cli
