// What companies say that they paid: rows of remittance, remittance_part and remittance_item.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "protocol/remittance_advice.h"
#include "sql/database.h"

namespace sealcart::mall::store {

struct AdviceArrival {
  protocol::RemittanceAdvice advice;  // verified
  std::string partner;                // registry id of who signed it
  std::string document;
  Time now;
};
// again: this very document was taken before. conflict: it says another thing than one taken before of the same payout.
enum class AdviceTaken { taken, again, conflict };
AdviceTaken take_advice(sql::Connection& connection, const AdviceArrival& arrival);

struct Remittance {
  std::int64_t id = 0;
  std::string partner, payout;
  std::int64_t parts = 0, arrived = 0;  // how many there are to be, and how many came
  Time date;                            // of the payment
  Money total;                          // of the parts that came
};
// The newest first, older than `before` (0: from the newest). `company` empty: of all.
std::vector<Remittance> list_remittances(sql::Connection& connection, std::string_view company, std::int64_t before,
                                         std::int64_t most);
std::optional<Remittance> find_remittance(sql::Connection& connection, std::int64_t id);

struct RemittanceLine {
  std::int64_t id = 0, remittance = 0;
  std::string name;
  protocol::RemittanceKind kind = protocol::RemittanceKind::capture;
  std::int64_t amount = 0, fee = 0;
  std::string handover, purchase;  // empty: nothing here bears that name
};
// In order, those behind `after`.
std::vector<RemittanceLine> remittance_lines(sql::Connection& connection, std::int64_t remittance, std::int64_t after,
                                             std::int64_t most);
std::vector<RemittanceLine> lines_of_handover(sql::Connection& connection, std::string_view handover);
// Those that name nothing here, the newest first.
std::vector<RemittanceLine> unknown_lines(sql::Connection& connection, std::int64_t before, std::int64_t most);

}  // namespace sealcart::mall::store
