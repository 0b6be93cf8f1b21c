// What goes wrong because of a peer or an operating fault: a status, a stable code, and what the reader can do next.
// Our own bugs are asserts, never Problems. Sent as RFC 9457 problem+json or drawn as a page.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace sealcart {

struct Problem {
  int status = 400;    // HTTP status
  std::string code;    // stable, kebab-case, documented in docs/protocol.md, e.g. "request-expired"
  std::string detail;  // one English sentence for a developer or operator; never a fact of SPEC section 1

  friend bool operator==(const Problem&, const Problem&) = default;
};

template <class T>
using Expected = tl::expected<T, Problem>;

inline tl::unexpected<Problem> problem(int status, std::string code, std::string detail) {
  return tl::unexpected<Problem>(Problem{status, std::move(code), std::move(detail)});
}

}  // namespace sealcart
