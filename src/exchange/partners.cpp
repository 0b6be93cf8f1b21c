#include "exchange/partners.h"

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>

#include "exchange/config.h"
#include "exchange/store/partners.h"
#include "protocol/carrier_terms.h"

namespace sealcart::exchange {
namespace {

constexpr std::int64_t fetch_every_seconds = 60;

std::shared_ptr<const PartnerList> from_rows(const std::vector<store::PartnerRow>& rows) {
  auto list = std::make_shared<PartnerList>();
  for (const store::PartnerRow& row : rows) {
    auto keys = protocol::decode_key_set(row.key_set);
    list->push_back({row.id, row.role, row.name, row.location, row.service, row.origin, row.api, row.page, row.terms,
                     host_of(row.origin), row.active, keys ? std::move(*keys) : std::vector<protocol::VerifyKey>{}});
  }
  return list;
}

template <class Match>
std::shared_ptr<const Partner> find(const std::shared_ptr<const PartnerList>& list, Match match) {
  const auto at = std::find_if(list->begin(), list->end(), [&](const Partner& p) { return p.active && match(p); });
  if (at == list->end()) return nullptr;
  return std::shared_ptr<const Partner>(list, &*at);
}

bool knows(const std::vector<protocol::VerifyKey>& keys, std::string_view kid) {
  return std::any_of(keys.begin(), keys.end(), [&](const protocol::VerifyKey& key) { return key.kid == kid; });
}

Task<Expected<std::string>> fetch(http::Client& client, std::string url, http::PeerTls* peer = nullptr) {
  http::ClientRequest request{.method = http::Method::get, .url = std::move(url)};
  auto answer = co_await client.send(std::move(request), peer);
  if (!answer) co_return tl::unexpected(answer.error());
  if (answer->status != 200) {
    co_return problem(502, "partner-unreachable",
                      "The partner answered with status " + std::to_string(answer->status) + ".");
  }
  co_return std::move(answer->body);
}

std::string terms_member(const boost::json::object& description) {
  const auto* terms = description.if_contains("terms");
  return terms != nullptr && terms->is_object() ? boost::json::serialize(*terms) : std::string();
}

}  // namespace

Partners::Partners(sql::Database& database, const Clock& clock)
    : database_(database), clock_(clock), list_(std::make_shared<PartnerList>()) {}

std::shared_ptr<const PartnerList> Partners::all() const { return std::atomic_load(&list_); }

std::shared_ptr<const Partner> Partners::by_id(std::string_view id) const {
  return find(all(), [&](const Partner& partner) { return partner.id == id; });
}

std::shared_ptr<const Partner> Partners::by_origin(std::string_view origin) const {
  return find(all(), [&](const Partner& partner) { return partner.origin == origin; });
}

std::shared_ptr<const Partner> Partners::by_host(std::string_view host) const {
  return find(all(), [&](const Partner& partner) { return partner.host == host; });
}

void Partners::read() {
  std::atomic_store(&list_, from_rows(database_.read_now([](sql::Connection& c) { return store::partners(c); })));
}

Task<void> Partners::refresh() {
  const auto rows = co_await database_.read([](sql::Connection& c) { return store::partners(c); });
  std::atomic_store(&list_, from_rows(rows));
}

Task<std::vector<protocol::VerifyKey>> Partners::keys_for(std::shared_ptr<const Partner> partner, std::string kid,
                                                          http::Client& client) {
  if (knows(partner->keys, kid)) co_return partner->keys;
  {
    const std::lock_guard lock(fetches_mutex_);
    const Time now = clock_.now();
    const auto [at, first] = fetches_.try_emplace(partner->id, now);
    if (!first && now < at->second + fetch_every_seconds) co_return partner->keys;
    at->second = now;
  }
  const auto text = co_await fetch(client, partner->api + "/.well-known/jwks.json");
  auto keys = text ? protocol::decode_key_set(*text) : Expected<std::vector<protocol::VerifyKey>>{};
  if (!text || !keys || keys->empty()) co_return partner->keys;
  const Time now = clock_.now();
  co_await database_.write([&](sql::Connection& c) { store::save_key_set(c, partner->id, *text, now); });
  co_await refresh();
  co_return std::move(*keys);
}

Task<Expected<Partner>> discover(http::Client& client, std::string api, std::string id, http::PeerTls* peer) {
  const auto refused = [](std::string detail) { return problem(502, "partner-description", std::move(detail)); };
  const auto text = co_await fetch(client, api + "/.well-known/sealcart.json", peer);
  if (!text) co_return tl::unexpected(text.error());
  boost::system::error_code error;
  const auto json = boost::json::parse(*text, error);
  if (error || !json.is_object()) co_return refused("The partner's description is not JSON.");
  const auto member = [&](const char* name) -> std::string {
    const auto* value = json.get_object().if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
  };
  Partner partner{.id = std::move(id),
                  .role = member("role"),
                  .name = member("name"),
                  .location = member("location"),
                  .service = member("service"),
                  .origin = member("issuer"),
                  .api = member("api"),
                  .page = member("page"),
                  .terms = terms_member(json.get_object()),
                  .host = host_of(member("issuer"))};
  if (partner.api != api) co_return refused("The partner gives its address as " + partner.api + ", not " + api + ".");
  // The certificate proved the api's host: a partner that issues under another name is somebody else.
  if (partner.host.empty() || host_of(api) != partner.host) {
    co_return refused("The partner's issuer is on another host than its certificate names.");
  }
  if (partner.name.empty() || !partner.page.starts_with(partner.origin + "/")) {
    co_return refused("The partner's description lacks its name or page.");
  }
  if (partner.role == "shipping" && !protocol::decode_carrier_terms(partner.terms)) {
    co_return refused("The shipping company's description does not say what it carries.");
  }
  const auto key_text = co_await fetch(client, api + "/.well-known/jwks.json");
  if (!key_text) co_return tl::unexpected(key_text.error());
  auto keys = protocol::decode_key_set(*key_text);
  if (!keys) co_return tl::unexpected(keys.error());
  if (keys->empty()) co_return refused("The partner publishes no signing key.");
  partner.keys = std::move(*keys);
  co_return partner;
}

}  // namespace sealcart::exchange
