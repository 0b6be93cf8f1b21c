#include "protocol/outcome.h"

#include <cassert>

namespace sealcart::protocol {

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok:
      return "OK";
    case Outcome::no:
      return "NO";
    case Outcome::ng:
      return "NG";
  }
  assert(false);
  return {};
}

std::optional<Outcome> parse_outcome(std::string_view text) {
  for (const Outcome one : {Outcome::ok, Outcome::no, Outcome::ng}) {
    if (text == name(one)) return one;
  }
  return std::nullopt;
}

}  // namespace sealcart::protocol
