// What stays authorised is given back: voids, and authorisations whose time is over.
#include "credit/store/captures.h"
#include "credit/store/digital_parcels.h"
#include "credit/store/ledger.h"
#include "credit/store/progress.h"

namespace sealcart::credit::store {
namespace {

// False when nothing was left.
bool release(sql::Connection& connection, Held& held, Time now) {
  const std::int64_t open = held.known.open();
  if (open == 0) return false;
  enter(connection, EntryKind::release, held.settlement, {.card = held.card}, moves_of_release(open), now);
  held.known.released += open;
  save(connection, held);
  return true;
}

}  // namespace

Expected<void> take_void(sql::Connection& connection, std::string_view mall, const seal::Digest& receipt_key,
                         Time now) {
  auto held = lock_held(connection, receipt_key, mall);
  if (!held) return tl::unexpected(held.error());
  if (release(connection, *held, now)) {
    withdraw_parcels(connection, held->settlement, held->known.captured > 0, now);
  }
  return {};
}

Expiry expire(sql::Connection& connection, Time before, std::int64_t most, Time now) {
  // In order of id, as far as everything is old enough: all up to there is closed, and is never looked at again.
  static const sql::Statement find{"SELECT id, outcome, at FROM settlement WHERE id > $1 ORDER BY id LIMIT $2"};
  const std::int64_t from = progress(connection, "expire");
  const sql::Rows rows = connection.query(find, {from, most});
  Expiry expiry;
  std::int64_t done = from;
  for (std::size_t row = 0; row < rows.size() && rows.integer(row, 2) < before.seconds; ++row) {
    done = rows.integer(row, 0);
    if (rows.integer(row, 1) != 0) continue;
    auto held = lock_held(connection, done);
    if (held && release(connection, *held, now)) ++expiry.released;
  }
  expiry.more = static_cast<std::int64_t>(rows.size()) == most && done == rows.integer(rows.size() - 1, 0);
  if (done != from) set_progress(connection, "expire", done);
  return expiry;
}

}  // namespace sealcart::credit::store
