// The operators' process of a party.
#pragma once

#include <string>

#include "cli/passphrase.h"

namespace CLI {
class App;
}

namespace sealcart::cli {

// sealcart <party> desk | operator … | audit …
void add_desk_verbs(CLI::App& app, const std::string& role);

}  // namespace sealcart::cli
