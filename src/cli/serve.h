// The serving process of a party: where the real clock, random source, sockets and database are made and wired
// together.
#pragma once

#include <string>

namespace sealcart::cli {

// Runs until SIGTERM or SIGINT. Prints "ready ORIGIN" on standard output when it answers. SIGHUP, or a changed file,
// makes it read certificates, revocation lists and signing keys again. Throws Failure or std::runtime_error when it
// cannot start.
void serve(const std::string& config_file, const std::string& role);

}  // namespace sealcart::cli
