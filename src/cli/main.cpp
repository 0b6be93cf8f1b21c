// The program's entry: what it can do is registered in verbs.h.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "cli/clock.h"
#include "cli/party_verbs.h"
#include "cli/verbs.h"
#include "seal/sign.h"

namespace {

enum ExitCode { ok = 0, failed = 1, usage = 2 };

std::string usage_message(const CLI::App* app, const CLI::Error& error) {
  const CLI::App* verb = app;
  std::string command = "sealcart";
  while (!verb->get_subcommands().empty()) {
    verb = verb->get_subcommands().front();
    command += " " + verb->get_name();
  }
  // What was not expected may be a secret typed into the wrong place: it is not repeated.
  const bool extras = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  const std::string what = extras ? "unknown option or one argument too many" : error.what();
  return "sealcart: " + what + "\nSee " + command + " --help\n";
}

}  // namespace

int main(int argc, char** argv) {
  sealcart::seal::start();
  CLI::App app("Sealcart: buy online so that no one company learns more than it needs.", "sealcart");
  app.set_version_flag("--version", "sealcart " SEALCART_VERSION);
  app.require_subcommand(1);
  app.failure_message(usage_message);
  sealcart::cli::add_clock_option(app);  // before the verbs, which take over how options are looked for
  sealcart::cli::add_ca_verbs(app);
  sealcart::cli::add_mall_verbs(app);
  sealcart::cli::add_party_verbs(*app.get_subcommand("mall"), "mall");
  sealcart::cli::add_credit_verbs(app);
  sealcart::cli::add_credit_money_verbs(*app.get_subcommand("credit"));
  sealcart::cli::add_party_verbs(*app.get_subcommand("credit"), "credit");
  sealcart::cli::add_shipping_verbs(app);
  sealcart::cli::add_party_verbs(*app.get_subcommand("shipping"), "shipping");
  sealcart::cli::add_demo_verb(app);
  try {
    app.parse(argc, argv);
    return ok;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ok : usage;
  } catch (const std::exception& error) {
    std::cerr << "sealcart: " << error.what() << "\n";
    return failed;
  }
}
