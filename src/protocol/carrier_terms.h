// What a shipping company publishes of what it carries: its size classes and services. Part of its description
// (docs/protocol.md), pinned by a mall when it registers the company.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sealcart::protocol {

// A parcel is of the class if length + width + height and weight are both within.
struct SizeClass {
  std::string id;  // "60", "80" …
  std::int64_t girth_mm = 0;
  std::int64_t weight_g = 0;
  friend bool operator==(const SizeClass&, const SizeClass&) = default;
};

struct CarrierTerms {
  std::vector<SizeClass> classes;     // smallest first, 1 … 20; girth and weight grow from each to the next
  std::vector<std::string> services;  // ids, the usual one first, 1 … 8
  bool cash_on_delivery = false;
  friend bool operator==(const CarrierTerms&, const CarrierTerms&) = default;

  const SizeClass* find_class(std::string_view id) const;  // nullptr when there is none
  bool has_service(std::string_view id) const;
};

// 1 … 16 of a-z, 0-9 and '-'.
bool is_term_id(std::string_view text);

// JSON text of an object; nullopt for anything that encode cannot give.
std::string encode(const CarrierTerms& terms);
std::optional<CarrierTerms> decode_carrier_terms(std::string_view json);

}  // namespace sealcart::protocol
