// Notes the TLS of connections with partners, so that operators can look at it: at most a row a minute for each partner
// and direction, written by the tick.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "core/task.h"
#include "core/world.h"
#include "exchange/partners.h"
#include "http/tls.h"
#include "sql/database.h"

namespace sealcart::exchange {

class Meetings {
 public:
  Meetings(sql::Database& database, const Partners& partners, const Clock& clock);
  // From any thread. A host that is nobody's in the registry is not noted.
  void note(http::Meeting meeting);
  // What is due. Throws sql::Error; then nothing is lost.
  Task<void> write();

 private:
  using Key = std::pair<std::string, bool>;  // partner, direction
  struct Noted {
    http::Meeting meeting;
    Time at;
  };
  sql::Database& database_;
  const Partners& partners_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<Key, Noted> waiting_;
  std::map<Key, Time> written_;
};

}  // namespace sealcart::exchange
