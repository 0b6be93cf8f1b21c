#include "protocol/disclosure.h"

#include <cassert>

#include "core/id.h"

namespace sealcart::protocol {

std::string_view name(Disclosure disclosure) {
  switch (disclosure) {
    case Disclosure::sealed:
      return "sealed";
    case Disclosure::number_only:
      return "number-only";
    case Disclosure::sealed_only:
      return "sealed-only";
  }
  assert(false);
  return {};
}

std::optional<Disclosure> parse_disclosure(std::string_view text) {
  for (const Disclosure one : {Disclosure::sealed, Disclosure::number_only, Disclosure::sealed_only}) {
    if (text == name(one)) return one;
  }
  return std::nullopt;
}

Named disclose(Disclosure mode, const std::string& number, const std::string& sealed) {
  switch (mode) {
    case Disclosure::sealed:
      return {number, sealed};
    case Disclosure::number_only:
      return {number, std::nullopt};
    case Disclosure::sealed_only:
      return {sealed, std::nullopt};
  }
  assert(false);
  return {};
}

bool is_named(seal::Subject subject, const Named& named) {
  if (is_id(named.name)) return !named.sealed || seal::is_sealed(subject, *named.sealed);
  return !named.sealed && seal::is_sealed(subject, named.name);
}

}  // namespace sealcart::protocol
