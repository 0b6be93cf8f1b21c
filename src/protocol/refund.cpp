#include "protocol/refund.h"

#include <boost/json.hpp>
#include <cassert>

#include "protocol/fields.h"
#include "protocol/verified.h"

namespace sealcart::protocol {

std::string encode(const Refund& refund, const Signer& signer) {
  assert(refund.amount.minor >= 1 && refund.amount.minor <= max_amount);
  boost::json::object payload = begin_payload(refund.envelope, 4);
  payload.emplace("receipt", refund.receipt);
  payload.emplace("refund", refund.refund.text());
  put_money(payload, refund.amount);
  return sign(Refund::type, payload, signer);
}

Expected<Refund> Refund::read(Verified verified) {
  const boost::json::object& payload = verified.payload;
  auto receipt = company_number_field(payload, NumberKind::receipt);
  auto refund = number_field<RefundNumber>(payload, "refund");
  const auto amount = money_fields(payload);
  if (!receipt || !refund || !amount) return problem(400, "refund-fields", "A member is missing or not of its form.");
  return Refund{std::move(verified.envelope), std::move(*receipt), std::move(*refund), *amount};
}

}  // namespace sealcart::protocol
