// The operators' process of a party.
#pragma once

#include <string>

#include "cli/passphrase.h"
#include "exchange/config.h"
#include "exchange/keys.h"
#include "seal/open.h"

namespace CLI {
class App;
}

namespace sealcart::cli {

// The desk's private key, from its file. Its public half must be the one that the serving process seals to: with
// another key no seal would open. Throws Failure.
seal::DeskKey load_desk_key(const exchange::Config& config, const exchange::KeyRing& keys,
                            const PassphraseSource& source);

// sealcart <party> desk | operator … | audit …
void add_desk_verbs(CLI::App& app, const std::string& role);

}  // namespace sealcart::cli
