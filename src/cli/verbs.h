// What the program can do. Each function registers its subcommands; their callbacks do the work inside CLI::App::parse
// and throw Failure when they cannot.
#pragma once

namespace CLI {
class App;
}

namespace sealcart::cli {

void add_ca_verbs(CLI::App& app);
void add_mall_verbs(CLI::App& app);
void add_mall_digital_verbs(CLI::App& mall);  // into `sealcart mall`
void add_credit_verbs(CLI::App& app);
void add_credit_money_verbs(CLI::App& credit);  // to the verbs of add_credit_verbs
void add_shipping_verbs(CLI::App& app);
void add_demo_verb(CLI::App& app);

}  // namespace sealcart::cli
