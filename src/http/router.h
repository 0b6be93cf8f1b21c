// Which route a request takes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace sealcart::http {

class Router {
 public:
  explicit Router(std::vector<Route> routes);

  struct Match {
    int status = 404;              // 200, 400 (a malformed escape in a capture), 404 or 405
    const Route* route = nullptr;  // set with 200
    std::string allow;             // set with 405: the Allow header's value
  };
  // Fills request.captures, percent-decoded. At each segment a literal goes before a capture.
  Match match(Request& request) const;

 private:
  struct Compiled {
    std::vector<std::optional<std::string>> segments;  // nullopt: a capture
    const Route* route;
  };
  std::vector<Route> routes_;
  std::vector<std::vector<Compiled>> by_length_;
};

}  // namespace sealcart::http
