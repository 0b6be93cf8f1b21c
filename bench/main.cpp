// sealcart_bench: the load generators and the parts that bench/run compares with. Not for use by hand.
#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>
#include <iostream>

#include "bench/verbs.h"
#include "seal/sign.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  sealcart::seal::start();
  CLI::App app("Measures Sealcart; see bench/run.", "sealcart_bench");
  app.require_subcommand(1);
  sealcart::bench::add_settle_verbs(app);
  sealcart::bench::add_page_verbs(app);
  sealcart::bench::add_journey_verb(app);
  sealcart::bench::add_crypto_verb(app);
  sealcart::bench::add_sql_verbs(app);
  sealcart::bench::add_shipping_verb(app);
  sealcart::bench::add_ready_verb(app);
  try {
    app.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (const std::exception& error) {
    std::cerr << "sealcart_bench: " << error.what() << "\n";
    return 1;
  }
}
