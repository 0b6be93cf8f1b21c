// What a scan at the depot's desk means (seed S1224). Pure: what was scanned and what is known of it, to one answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "protocol/label.h"
#include "protocol/outcome.h"

namespace sealcart::shipping {

// What a scanner typed, without the spaces and line ends around it.
struct Scanned {
  enum class Kind {
    document,  // of the form of a compact JWS, a label's QR code
    number,    // a shipping number from a bar code, or "number/n" from an over-label of a parcel that is not alone
    nothing    // neither
  } kind = Kind::nothing;
  std::string text;    // the document, or the number
  std::int64_t n = 0;  // of "number/n"; 0: not said
};
Scanned read_scanned(std::string_view typed);
// What stands as QR code on the over-label, and what read_scanned reads again.
std::string parcel_code(std::string_view number, const protocol::Parcel& parcel);

// What is known of a scan when it is decided.
struct ScanState {
  bool readable = true;         // a label, or a number
  bool is_label = true;         // not a number alone
  bool for_us = true;           // a label of a mall that we know, for this company
  bool signature_holds = true;  // by that mall's key, whole
  bool ours = true;             // names a shipment that this mall was promised
  bool promised = true;         // which we accepted
  bool seals_match = true;      // goods and addressee as we hold them
  bool parcel_fits = true;      // n of m as it was accepted
  bool cash_agrees = true;      // the amount to collect as it was accepted
  bool opened = false;          // a label of this parcel was opened before
  bool same_print = false;      // and it was this one
};

// In order of precedence: the first that holds is the answer.
enum class ScanStatus {
  unreadable,    // scan again
  number_alone,  // only the signed label proves the parcel: scan its QR code
  foreign,       // another company's document, an unknown mall, a number that is not ours
  tampered,      // altered, forged, or put on another parcel
  not_accepted,  // its shipment was answered NO or NG
  wrong_parcel,  // no such n of m
  wrong_cash,    // another amount than the customer was shown
  duplicate,     // this very print was opened before
  reprint,       // another print for a parcel whose label was opened before
  accepted,      // opens the seal, once
};
ScanStatus decide(const ScanState& state);
std::string_view name(ScanStatus status);
std::optional<ScanStatus> parse_scan_status(std::string_view name);
// Whether somebody has to look into it.
bool is_alarm(ScanStatus status);

// What the company accepted, as far as a label repeats it.
struct Promised {
  protocol::Outcome outcome = protocol::Outcome::ok;
  std::vector<std::string> size_classes;  // of each parcel
  std::optional<Money> cash_on_delivery;
  std::optional<std::string> goods_hash, addressee_hash;
};
// Sets promised, seals_match, parcel_fits and cash_agrees.
void compare(const protocol::Label& label, const Promised& promised, ScanState& state);

}  // namespace sealcart::shipping
