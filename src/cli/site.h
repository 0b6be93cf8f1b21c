// What differs between the parties when they serve.
#pragma once

#include <functional>
#include <vector>

#include "core/task.h"
#include "desk/desk.h"
#include "exchange/party.h"
#include "http/server.h"

namespace sealcart::cli {

struct Site {
  std::vector<http::Route> routes;          // for customers
  std::vector<http::Route> partner_routes;  // for partners
  std::function<Task<void>()> tick;         // each second, on one loop
  std::function<void()> stop;               // after the last request
};

// The mall's, the credit company's or the shipping company's, by config.role.
Site make_site(const exchange::Party& party);

struct DeskSite {
  std::vector<http::Route> routes;   // for operators
  std::function<Task<void>()> tick;  // each second, on one loop
  std::function<void()> stop;        // after the last request
};

// The same for the party's desk. Sets the desk's menu.
DeskSite make_desk(desk::Desk& desk);

// The page for what no endpoint answers: 404, 405, 413, 429, 500 …
http::Response failure_page(const exchange::Party& party, const http::Request& request, int status);

// Partners send batches over few connections: larger bodies, and no rate by address.
http::Limits partner_limits(http::Limits limits);

}  // namespace sealcart::cli
