// One party of the demo: its addresses and files, and what demo.json says of it.
#pragma once

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <filesystem>
#include <string>

#include "cli/demo_cast.h"

namespace sealcart::cli {

// Who signs in at every desk of the demo.
inline constexpr const char* operator_name = "operator";
inline constexpr const char* operator_password = "test-operator-1";

// Addresses and files of one party.
struct Place {
  DemoParty party;
  std::filesystem::path folder;
  int port;
  std::string host() const { return party.id + ".localhost"; }
  std::string origin() const { return fmt::format("https://{}:{}", host(), port); }
  std::string api() const { return fmt::format("https://{}:{}", host(), port + 1); }
  // A host of its own: browsers keep one set of cookies a host, whatever the port.
  std::string desk_host() const { return party.id + "-desk.localhost"; }
  std::string desk() const { return fmt::format("https://{}:{}", desk_host(), port + 2); }
  std::string desk_log() const { return (folder / "log" / "desk.log").string(); }
  std::string config() const { return (folder / (party.role + ".toml")).string(); }
  std::string log() const { return (folder / "log" / (party.role + ".log")).string(); }
  std::string passphrase() const { return (folder / "desk" / "passphrase").string(); }
  std::string made() const { return (folder / "made").string(); }  // written when all of it is set up
};

// Of demo.json. A customer's balance is what the card may still spend now.
boost::json::object describe(const Place& place);

}  // namespace sealcart::cli
