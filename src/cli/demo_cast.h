// Who plays in the demo: companies, and customers who are plainly made up.
#pragma once

#include <string>
#include <vector>

namespace sealcart::cli {

struct DemoCustomer {
  std::string name, email, phone, address, employer, password;
  std::vector<std::string> cards;  // numbers that pass the Luhn check, of an issuer range that no real card has
  std::string check_words;         // separated by spaces
  std::int64_t limit;              // of each card, JPY
  std::string expect;              // "ok", "declined", "locked"
};

struct DemoParty {
  std::string id;      // folder, host name and partner id: "credit-a"
  std::string role;    // "mall", "credit", "shipping"
  std::string letter;  // "A"; empty for the mall
  std::string name, location, service;
  std::vector<DemoCustomer> customers;
  std::string settings;  // added to the configuration (TOML)
};

std::vector<DemoParty> demo_cast();

}  // namespace sealcart::cli
