// The partner registry: whom this party works with, pinned by the operator, with their keys. Read from the database,
// kept in memory, read again when it changed; a partner's key set is fetched again when a document names a key not seen
// yet.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "core/task.h"
#include "http/client.h"
#include "protocol/jws.h"
#include "sql/database.h"

namespace sealcart::exchange {

struct Partner {
  std::string id;    // short name in addresses and commands: "credit-a"
  std::string role;  // "mall", "credit", "shipping"
  std::string name;
  std::string location;
  std::string service;
  std::string origin;  // iss of its documents
  std::string api;     // where its partners' listener is
  std::string page;    // address that the customer's browser posts documents to: credit's /pay, the mall's /result
  std::string terms;   // what a shipping company carries: JSON of protocol::CarrierTerms; empty for other roles
  std::string host;    // host of origin: the name that its certificate must bear
  bool active = true;
  std::vector<protocol::VerifyKey> keys;
};

using PartnerList = std::vector<Partner>;

class Partners {
 public:
  Partners(sql::Database& database, const Clock& clock);
  // The registry as last read, in order of id.
  std::shared_ptr<const PartnerList> all() const;
  // nullptr when unknown or inactive. The pointer lives as long as the returned list is held.
  std::shared_ptr<const Partner> by_id(std::string_view id) const;
  std::shared_ptr<const Partner> by_origin(std::string_view origin) const;
  std::shared_ptr<const Partner> by_host(std::string_view host) const;

  void read();           // from the database, blocking; at start and from the coarse tick
  Task<void> refresh();  // the same on a loop

  // The keys of `partner`, fetched again (at most once a minute each) when `kid` is not among them. A partner that
  // cannot be reached leaves the known keys.
  Task<std::vector<protocol::VerifyKey>> keys_for(std::shared_ptr<const Partner> partner, std::string kid,
                                                  http::Client& client);

 private:
  sql::Database& database_;
  const Clock& clock_;
  mutable std::shared_ptr<const PartnerList> list_;
  std::mutex fetches_mutex_;
  std::map<std::string, Time> fetches_;
};

// What /.well-known/sealcart.json and the key set say on the partners' listener `api`, where the certificate proves who
// speaks: a Partner ready to be pinned. For `partner add` and `partner test`.
Task<Expected<Partner>> discover(http::Client& client, std::string api, std::string id, http::PeerTls* peer = nullptr);

}  // namespace sealcart::exchange
