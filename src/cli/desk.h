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

namespace sealcart::exchange {
struct Config;
class KeyRing;
}  // namespace sealcart::exchange

namespace sealcart::seal {
class DeskKey;
}

namespace sealcart::cli {

// The private sealing key, which must be the one whose public half the serving process seals to: with another key no
// seal would open. Throws Failure otherwise, and when the passphrase is wrong.
seal::DeskKey load_desk_key(const exchange::Config& config, const exchange::KeyRing& keys,
                            const PassphraseSource& source);

// sealcart <party> desk | operator … | audit …
void add_desk_verbs(CLI::App& app, const std::string& role);

}  // namespace sealcart::cli
