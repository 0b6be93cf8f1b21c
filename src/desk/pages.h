// The list of a desk's pages: whom each is for, where it is, and which function answers.
#pragma once

#include <cstddef>
#include <vector>

#include "desk/session.h"

namespace sealcart::desk {

template <class Office>
struct Page {
  Role needed;
  http::Method method;
  const char* pattern;
  Task<http::Response> (*endpoint)(Office&, const http::Request&, const Session&);
};

// See route() about `office`, which the routes refer to.
template <class Office, std::size_t count>
std::vector<http::Route> routes_of(Office& office, const Page<Office> (&pages)[count]) {
  std::vector<http::Route> all;
  for (const Page<Office>& page : pages) {
    all.push_back(route(office, page.needed, page.method, page.pattern, page.endpoint));
  }
  return all;
}

}  // namespace sealcart::desk
