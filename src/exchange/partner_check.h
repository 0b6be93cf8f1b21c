// Looking at a partner before it is pinned, and again later: for `partner test` and the desks' page of partners.
#pragma once

#include "exchange/partners.h"
#include "exchange/store/partners.h"

namespace sealcart::exchange {

// Up to 40 of a-z, 0-9 and '-': safe in addresses and commands.
bool is_partner_id(std::string_view text);

struct PartnerCheck {
  Partner now;            // as it describes itself
  http::PeerTls peer;     // of the connection
  std::size_t known = 0;  // how many of its signing keys are pinned here
};
// Connects to `pinned` and compares. Problems: those of discover(), and 409 "partner-changed" when it bears another
// origin now.
Task<Expected<PartnerCheck>> check_partner(http::Client& client, Partner pinned);

store::PartnerRow row_of(const Partner& partner);

}  // namespace sealcart::exchange
