// What every party's command line has: init, keys, partner, serve.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace sealcart::cli {

// Adds the verbs to `app` ("sealcart mall"), for a party of that role.
void add_party_verbs(CLI::App& app, const std::string& role);

}  // namespace sealcart::cli
