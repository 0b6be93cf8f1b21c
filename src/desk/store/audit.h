// The audit log: who did what at the desk, when, to which number and why; never what a seal held. Only ever added to,
// each row chained to the one before it by its hash.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::desk::store {

struct AuditEntry {
  std::int64_t seq = 0;  // 1, 2, 3 …
  Time at;
  std::string operator_name;  // "command line" for what was done there
  std::string action;         // kebab-case: "open-goods", "sign-in", …
  std::string number;         // what it was about; empty where there is none
  std::string reason;
  std::string hash;  // base64url
};

// In the transaction that does what it tells of; an opening of a seal is durable here before the seal is opened.
AuditEntry append_audit(sql::Connection& connection, Time at, std::string_view operator_name, std::string_view action,
                        std::string_view number, std::string_view reason);

// The newest first, older than `before` (0: from the newest). `number` empty: of all.
std::vector<AuditEntry> list_audit(sql::Connection& connection, std::string_view number, std::int64_t before,
                                   std::int64_t most);

struct AuditCheck {
  std::int64_t entries = 0;
  std::string head;                       // hash of the last row; empty when there is none
  std::optional<std::int64_t> broken_at;  // seq of the first row that does not follow from those before it
};
AuditCheck check_audit(sql::Connection& connection);
// The hash of row `seq` is `hash`: what was noted elsewhere is still in the log, so that its end was not cut off.
bool audit_holds(sql::Connection& connection, std::int64_t seq, std::string_view hash);

}  // namespace sealcart::desk::store
