#include "core/id.h"
#include "credit/store/captures.h"
#include "credit/store/ledger.h"

namespace sealcart::credit::store {
namespace {

// A refund, or the chargeback that is one against the mall's will.
Expected<void> give_back(sql::Connection& connection, Held held, NewItem item, const Currency& currency, Time now) {
  const auto before = taken_before(connection, held, item);
  if (!before) return tl::unexpected(before.error());
  if (*before) return {};
  const auto decided = decide_refund(held.known, {item.amount, currency});
  if (!decided) return decided;
  const std::int64_t mall = lock_owner(connection, held.mall, currency);
  const Owners owners{held.card, mall, lock_owner(connection, "", currency)};
  const bool refund = item.kind == ItemKind::refund;
  item.entry = enter(connection, refund ? EntryKind::refund : EntryKind::chargeback, held.settlement, owners,
                     refund ? moves_of_refund(item.amount) : moves_of_chargeback(item.amount, item.fee), now);
  add_item(connection, held, item, now);
  (refund ? held.known.refunded : held.known.charged_back) += item.amount;
  save(connection, held);
  return {};
}

}  // namespace

Expected<void> take_refund(sql::Connection& connection, const RefundTaken& refund, Time now) {
  auto held = lock_held(connection, refund.receipt_key, refund.mall);
  if (!held) return tl::unexpected(held.error());
  return give_back(connection, std::move(*held),
                   {.kind = ItemKind::refund, .number = refund.number, .amount = refund.amount.minor},
                   refund.amount.currency, now);
}

Expected<void> charge_back(sql::Connection& connection, std::int64_t settlement, const std::string& number,
                           std::int64_t amount, const Fees& fees, Time now) {
  auto held = lock_held(connection, settlement);
  if (!held) return tl::unexpected(held.error());
  const Currency currency = held->known.amount.currency;
  return give_back(connection, std::move(*held),
                   {.kind = ItemKind::chargeback, .number = number, .amount = amount, .fee = fees.chargeback}, currency,
                   now);
}

}  // namespace sealcart::credit::store
