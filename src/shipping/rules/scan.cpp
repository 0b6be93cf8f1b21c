#include "shipping/rules/scan.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "core/id.h"
#include "core/integer.h"

namespace sealcart::shipping {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blank);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

// Three parts of base64url's characters: what else a label's code could be is for its reader to say.
bool looks_like_document(std::string_view text) {
  return std::count(text.begin(), text.end(), '.') == 2 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                  c == '.';
         });
}

constexpr std::array<std::string_view, 10> names = {"unreadable",   "number-alone", "foreign",    "tampered",
                                                    "not-accepted", "wrong-parcel", "wrong-cash", "duplicate",
                                                    "reprint",      "accepted"};

}  // namespace

Scanned read_scanned(std::string_view typed) {
  using Kind = Scanned::Kind;
  const std::string_view text = trimmed(typed);
  if (looks_like_document(text)) return {Kind::document, std::string(text), 0};
  const std::size_t slash = text.find('/');
  std::string number(text.substr(0, slash));
  // Bar codes may be read, or typed, in capitals.
  std::transform(number.begin(), number.end(), number.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (!is_id(number)) return {};
  if (slash == text.npos) return {Kind::number, std::move(number), 0};
  const std::int64_t n = parse_integer(text.substr(slash + 1)).value_or(0);
  if (n < 1 || n > std::int64_t{protocol::max_parcels}) return {};
  return {Kind::number, std::move(number), n};
}

std::string parcel_code(std::string_view number, const protocol::Parcel& parcel) {
  assert(protocol::is_parcel(parcel));
  return parcel.of == 1 ? std::string(number) : std::string(number) + "/" + std::to_string(parcel.n);
}

ScanStatus decide(const ScanState& state) {
  using enum ScanStatus;
  if (!state.readable) return unreadable;
  if (!state.is_label) return number_alone;
  if (!state.for_us) return foreign;
  if (!state.signature_holds) return tampered;
  if (!state.ours) return foreign;
  if (!state.promised) return not_accepted;
  if (!state.seals_match) return tampered;
  if (!state.parcel_fits) return wrong_parcel;
  if (!state.cash_agrees) return wrong_cash;
  if (state.opened) return state.same_print ? duplicate : reprint;
  return accepted;
}

std::string_view name(ScanStatus status) { return names.at(static_cast<std::size_t>(status)); }

std::optional<ScanStatus> parse_scan_status(std::string_view name) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<ScanStatus>(at - names.begin());
}

bool is_alarm(ScanStatus status) {
  using enum ScanStatus;
  return status != accepted && status != number_alone && status != unreadable;
}

void compare(const protocol::Label& label, const Promised& promised, ScanState& state) {
  state.promised = promised.outcome == protocol::Outcome::ok;
  state.seals_match = label.goods_hash == promised.goods_hash && label.person_hash == promised.addressee_hash;
  state.parcel_fits = label.parcel.of == static_cast<std::int64_t>(promised.size_classes.size());
  // What is to be collected stands on the first parcel alone.
  state.cash_agrees = label.parcel.n != 1 || label.cash_on_delivery == promised.cash_on_delivery;
}

}  // namespace sealcart::shipping
