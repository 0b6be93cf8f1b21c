#include "exchange/partner_check.h"

#include <algorithm>

namespace sealcart::exchange {

bool is_partner_id(std::string_view text) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
  return !text.empty() && text.size() <= 40 && text.find_first_not_of(allowed) == std::string_view::npos;
}

Task<Expected<PartnerCheck>> check_partner(http::Client& client, Partner pinned) {
  PartnerCheck check;
  auto now = co_await discover(client, pinned.api, pinned.id, &check.peer);
  if (!now) co_return tl::unexpected(now.error());
  if (now->origin != pinned.origin) {
    co_return problem(409, "partner-changed",
                      "It now calls itself " + now->origin + ": add it again if that is right.");
  }
  for (const protocol::VerifyKey& key : now->keys) {
    check.known += static_cast<std::size_t>(std::count_if(
        pinned.keys.begin(), pinned.keys.end(), [&](const auto& k) { return k.kid == key.kid && k.key == key.key; }));
  }
  check.now = std::move(*now);
  co_return check;
}

store::PartnerRow row_of(const Partner& p) {
  return {p.id,     p.role, p.name, p.location, p.service,
          p.origin, p.api,  p.page, p.terms,    protocol::encode_key_set(p.keys),
          p.active};
}

}  // namespace sealcart::exchange
