#include "desk/opening.h"

#include <spdlog/logger.h>

#include "desk/store/audit.h"

namespace sealcart::desk {

Task<Expected<std::string>> open_seal(Desk& desk, std::string_view operator_name, seal::Subject subject,
                                      std::string number, std::string sealed, std::string reason) {
  const exchange::Party& party = desk.party;
  const std::string who(operator_name), action = "open-" + std::string(seal::name(subject));
  const Time now = party.clock.now();
  const store::AuditEntry entry = co_await party.database.write(
      [&](sql::Connection& c) { return store::append_audit(c, now, who, action, number, reason); });
  // The log file keeps the head of the chain apart from the database.
  party.log.info("audit {} {} {}", entry.seq, action, entry.hash);
  auto opened = desk.key.open(subject, number, sealed);
  if (opened) co_return std::move(*opened);
  party.log.error("number {}: {}", number, opened.error().code);
  co_await party.database.write(
      [&](sql::Connection& c) { store::append_audit(c, now, who, "open-refused", number, opened.error().code); });
  co_return problem(409, opened.error().code, opened.error().detail);
}

}  // namespace sealcart::desk
