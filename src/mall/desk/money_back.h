// Refunds and voids as documents to the credit company, written beside their rows. For the desk and the command line.
#pragma once

#include <optional>
#include <string>

#include "core/id.h"
#include "core/problem.h"
#include "core/world.h"
#include "mall/rules/purchase.h"
#include "protocol/jws.h"
#include "sql/database.h"

namespace sealcart::mall {

// Who signs, for whom, when.
struct Letterhead {
  std::string mall, company;  // origins
  protocol::Signer signer;
  std::string id;  // jti of the document
  Time now;
  std::string operator_name;  // "command line" for what is done there
};

// The hand-over to the credit company that answered OK; nullptr when there is none.
const Handover* paid_handover(const Purchase& purchase);

// Signs, writes, puts into the outbox and audits. The same number again changes nothing. Problems: those of may_refund.
Expected<void> refund(sql::Connection& connection, const Handover& of, const RefundNumber& number, const Money& amount,
                      const Letterhead& letterhead);
// The same for what is authorised and not claimed. False when there is nothing to release.
bool cancel(sql::Connection& connection, const Handover& of, const Letterhead& letterhead);

}  // namespace sealcart::mall
