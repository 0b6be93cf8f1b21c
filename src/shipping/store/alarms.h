// Scans that somebody has to look into.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "seal/sign.h"
#include "shipping/rules/scan.h"
#include "sql/database.h"

namespace sealcart::shipping::store {

struct Alarm {
  std::int64_t id = 0;
  Time at;
  std::string operator_name;
  ScanStatus status = ScanStatus::foreign;
  std::string number, mall;  // empty where the label named none of ours
  std::string detail;        // code of what was wrong
  std::string settled_by;    // empty: open
};
void add_alarm(sql::Connection& connection, const Alarm& alarm, const seal::Digest& scanned);
// False when there is none that is open.
bool settle_alarm(sql::Connection& connection, std::int64_t id, std::string_view operator_name, Time now);

struct AlarmFilter {
  bool open = false;                 // those alone
  std::optional<ScanStatus> status;  // unless `open`
  std::int64_t before = 0;           // id; 0: from the newest
};
// Newest first.
std::vector<Alarm> list_alarms(sql::Connection& connection, const AlarmFilter& filter, std::int64_t most);
std::int64_t count_open_alarms(sql::Connection& connection, std::int64_t most);

}  // namespace sealcart::shipping::store
