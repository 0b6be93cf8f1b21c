#include "credit/store/captures.h"
#include "credit/store/ledger.h"
#include "credit/store/paid.h"

namespace sealcart::credit::store {

Expected<void> take_claim(sql::Connection& connection, const ClaimTaken& claim, const Fees& fees, Time now) {
  auto held = lock_held(connection, claim.receipt_key, claim.mall);
  if (!held) return tl::unexpected(held.error());
  NewItem item{.kind = ItemKind::capture,
               .number = claim.number,
               .amount = claim.amount.minor,
               .last = claim.last,
               .evidence = claim.evidence};
  const auto before = taken_before(connection, *held, item);
  if (!before) return tl::unexpected(before.error());
  if (*before) return {};
  const auto capture = decide_claim(held->known, claim.amount, claim.last, fees);
  if (!capture) return tl::unexpected(capture.error());
  const Currency currency = claim.amount.currency;
  const std::int64_t mall = lock_owner(connection, held->mall, currency);
  const Owners owners{held->card, mall, lock_owner(connection, "", currency)};
  item.fee = capture->fee;
  item.card_total = captured_by(connection, held->card) + item.amount;
  item.entry = enter(connection, EntryKind::capture, held->settlement, owners,
                     moves_of_capture(capture->amount, capture->fee), now);
  item.covered = balance(connection, account(held->card, Account::receivable)) <= 0;  // paid in advance
  if (capture->release > 0) {
    enter(connection, EntryKind::release, held->settlement, owners, moves_of_release(capture->release), now);
  }
  add_item(connection, *held, item, now);
  held->known.captured += capture->amount;
  held->known.released += capture->release;
  save(connection, *held);
  return {};
}

}  // namespace sealcart::credit::store
