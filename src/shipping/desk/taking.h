// Acceptance by scan (seed S1224): the label is verified, then, in one transaction, compared with what was accepted,
// logged, and the parcel received. What opens the seal comes after that transaction is durable.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/task.h"
#include "exchange/party.h"
#include "shipping/desk/counter.h"
#include "shipping/rules/scan.h"

namespace sealcart::shipping {

// What was scanned, as far as it can be judged without the database.
struct ReadScan {
  ScanState state;
  Scanned scanned;
  std::string detail;                    // code of what is wrong
  std::optional<protocol::Label> label;  // verified
  std::string mall;                      // id of who signed it
  seal::Digest digest{};                 // of what was scanned
};
// At the desk: a key that is not known yet is fetched from its mall.
Task<ReadScan> read_scan(const exchange::Party& party, std::string typed);
// On the command line: with the keys that are pinned.
ReadScan read_scan(const Counter& counter, std::string_view typed, Time now);

struct Taken {
  ScanStatus status = ScanStatus::unreadable;
  std::string detail;
  std::optional<store::Parcel> parcel;      // the label's or the number's, where it is here
  std::optional<store::Shipment> shipment;  // with `accepted`
};
// Writes the audit log in any case; an alarm where somebody has to look; with `accepted` the parcel, the mall's letter,
// and that its seal is opened.
Taken take(sql::Connection& connection, const Counter& counter, const ReadScan& scan, const Who& who);

}  // namespace sealcart::shipping
