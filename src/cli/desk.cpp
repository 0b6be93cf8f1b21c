// sealcart <mall|credit|shipping> desk: the console of a party's staff, and the only holder of its private sealing key.
#include "cli/desk.h"

#include <sys/prctl.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/failure.h"
#include "cli/house.h"
#include "cli/operator_verbs.h"
#include "cli/site.h"
#include "cli/wipe.h"
#include "exchange/files.h"
#include "seal/open.h"

namespace sealcart::cli {
namespace {

struct Arguments {
  std::string role, config;
  PassphraseSource passphrase;
};

http::Limits desk_limits(http::Limits limits) {
  limits.body_bytes = std::size_t{128} * 1024 * 1024;  // bank statements, catalogues with pictures
  return limits;
}

void run_desk(const Arguments& a) {
  const sigset_t signals = block_signals();
  if (a.role == "shipping") wipe_all_freed_memory();
  // What it has opened is not to be found in a core file or read by another process of the same user.
  prctl(PR_SET_DUMPABLE, 0);
  const auto config = exchange::Config::load(a.config);
  if (config.role != a.role) throw Failure(a.config + " is the configuration of a " + config.role + ".");
  if (config.desk.origin.empty()) throw Failure(a.config + ": [desk] has no origin, so there is no desk to start.");
  const seal::DeskKey key = load_desk_key(config, exchange::KeyRing(config.keys), a.passphrase);
  House house(config, config.desk.origin, config.desk.log_file, {a.role + "_desk", "desk"}, 1);
  desk::Desk desk(house.party, key);
  DeskSite site = make_desk(desk);
  http::Server server(house.loops,
                      {.address = config.desk.address,
                       .port = config.desk.port,
                       .tls = config.desk.tls,
                       .routes = site.routes,
                       .limits = desk_limits(config.limits)},
                      house.hooks());
  Ticking ticking(house, site.tick);
  house.log->info("ready {}", config.desk.origin);
  house.log->flush();
  std::cout << "ready " << config.desk.origin << std::endl;
  wait_for_end(house, signals, {&server});

  server.stop();
  ticking.stop();
  site.stop();
  desk.passwords.stop();
  house.loops.stop();
  house.loops.join();
  house.log->flush();
}

}  // namespace

seal::DeskKey load_desk_key(const exchange::Config& config, const exchange::KeyRing& keys,
                            const PassphraseSource& source) {
  const Passphrase passphrase = read_passphrase(source, "Passphrase of the desk key");
  auto key = seal::DeskKey::decrypt(exchange::read_file(config.desk.key), passphrase.text());
  if (!key) throw Failure(config.desk.key + ": the passphrase is wrong or the file is damaged. Nothing was opened.");
  if (key->sealing_key().id != keys.sealing_key().id) {
    throw Failure(config.desk.key + " is not the key that this party seals to (" + config.keys +
                  "/sealing.json): it would open nothing.");
  }
  return std::move(*key);
}

void add_desk_verbs(CLI::App& app, const std::string& role) {
  const auto a = std::make_shared<Arguments>();
  a->role = role;
  CLI::App* desk =
      app.add_subcommand("desk", "Serve the operators' console until SIGTERM; asks for the desk key's passphrase");
  desk->add_option("--config", a->config, "The party's configuration file")->required()->check(CLI::ExistingFile);
  add_passphrase_options(*desk, a->passphrase);
  desk->callback([a] { run_desk(*a); });
  add_operator_verbs(app, role);
}

}  // namespace sealcart::cli
