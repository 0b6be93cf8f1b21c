// What the pages of every party's desk share, made once by main.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "exchange/party.h"
#include "exchange/password_workers.h"
#include "seal/open.h"
#include "seal/secret.h"

namespace sealcart::desk {

// One line of the console's menu.
struct MenuItem {
  std::string path;      // "/purchases"; also lit on pages below it
  std::string word_key;  // "menu.purchases"
};

struct Desk {
  Desk(const exchange::Party& party, const seal::DeskKey& key);

  const exchange::Party& party;  // its `origin` is the desk's
  const seal::DeskKey& key;
  const seal::Secret secret;  // of sessions, one-time codes and recovery codes
  exchange::PasswordWorkers passwords{1, 8};
  std::vector<MenuItem> menu;  // of the party; set before the first request
};

}  // namespace sealcart::desk
