#include "mall/desk/money_back.h"

#include <algorithm>
#include <cassert>

#include "desk/store/audit.h"
#include "mall/store/refunds.h"
#include "protocol/refund.h"
#include "protocol/void_request.h"

namespace sealcart::mall {
namespace {

protocol::Envelope envelope(const Letterhead& head) { return {head.mall, head.company, head.id, head.now, {}}; }

}  // namespace

const Handover* paid_handover(const Purchase& purchase) {
  const auto at = std::find_if(purchase.handovers.begin(), purchase.handovers.end(), [](const Handover& h) {
    return h.role == Role::credit && h.state == State::ok && h.reply;
  });
  return at == purchase.handovers.end() ? nullptr : &*at;
}

Expected<void> refund(sql::Connection& connection, const Handover& of, const RefundNumber& number, const Money& amount,
                      const Letterhead& head) {
  assert(of.reply);
  const std::string document =
      protocol::encode(protocol::Refund{envelope(head), of.reply->name, number, amount}, head.signer);
  const store::Refund row{number.text(), of.number, amount, document, head.now, head.operator_name};
  const auto added = store::add_refund(connection, row, of);
  if (!added) return tl::unexpected(added.error());
  if (*added) {
    desk::store::append_audit(connection, head.now, head.operator_name, "refund", of.number, format(amount));
  }
  return {};
}

bool cancel(sql::Connection& connection, const Handover& of, const Letterhead& head) {
  assert(of.reply);
  const std::string document = protocol::encode(protocol::VoidRequest{envelope(head), of.reply->name}, head.signer);
  if (!store::add_void(connection, {document, head.now, head.operator_name}, of)) return false;
  desk::store::append_audit(connection, head.now, head.operator_name, "void", of.number, "");
  return true;
}

}  // namespace sealcart::mall
