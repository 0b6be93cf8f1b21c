#include "mall/store/results.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "mall/store/handover_row.h"
#include "mall/store/purchases.h"

namespace sealcart::mall::store {
namespace {

struct Found {
  Handover handover;
  std::string purchase;
  State bought;
};

// Both rows are locked (PostgreSQL; SQLite's writer is alone anyway): two companies may answer for one purchase at
// once.
std::optional<Found> find(sql::Connection& connection, std::string_view hash) {
  static const sql::Statement select{"SELECT " HANDOVER_COLUMNS
                                     ", p.number, p.state FROM handover h JOIN purchase p ON p.number = h.purchase "
                                     "WHERE h.purchase_hash = $1",
                                     "SELECT " HANDOVER_COLUMNS
                                     ", p.number, p.state FROM handover h JOIN purchase p ON p.number = h.purchase "
                                     "WHERE h.purchase_hash = $1 FOR UPDATE"};
  const sql::Rows rows = connection.query(select, {blob(hash)});
  if (rows.empty()) return std::nullopt;
  return Found{read_handover(rows, 0, 0), rows.text(0, handover_columns),
               parse_state(rows.text(0, handover_columns + 1))};
}

bool shipped(sql::Connection& connection, std::string_view purchase) {
  static const sql::Statement select{
      "SELECT 1 FROM handover WHERE purchase = $1 AND role = 'shipping' AND state = 'ok' AND returned = 0"};
  return !connection.query(select, {purchase}).empty();
}

// Another company may still accept what this hand-over was to collect.
bool others_wait(sql::Connection& connection, const Found& found, Time now) {
  static const sql::Statement select{
      "SELECT 1 FROM handover WHERE purchase = $1 AND number <> $2 AND amount IS NOT NULL AND state = 'pending' "
      "AND expires > $3"};
  return !connection.query(select, {found.purchase, found.handover.number, now.seconds}).empty();
}

void write(sql::Connection& connection, const Handover& h) {
  static const sql::Statement update{
      "UPDATE handover SET state = $2, reply_name = $3, reply_sealed = $4, reply_hash = $5, answered = $6 "
      "WHERE number = $1"};
  connection.execute(
      update, {h.number, name(h.state), h.reply ? sql::Param(std::string_view(h.reply->name)) : nullptr,
               h.reply ? optional_text(h.reply->sealed) : nullptr, optional_text(h.reply_hash), h.answered->seconds});
}

void write_bought(sql::Connection& connection, std::string_view purchase, State state) {
  static const sql::Statement update{"UPDATE purchase SET state = $2 WHERE number = $1"};
  connection.execute(update, {purchase, name(state)});
}

// What is not paid for will not be handed over.
void forget_goods(sql::Connection& connection, std::string_view purchase) {
  static const sql::Statement forget{"UPDATE purchase SET kept_goods = NULL WHERE number = $1"};
  connection.execute(forget, {purchase});
}

void take(sql::Connection& connection, ReplyArrival& arrival) {
  std::optional<Found> found = find(connection, purchase_hash(arrival.reply.purchase.name));
  const bool shipping = found && found->handover.role == Role::shipping;
  const bool accepted_before = shipping && shipped(connection, found->purchase);
  arrival.acceptance =
      accept(found ? &found->handover : nullptr, accepted_before, arrival.reply, arrival.issuer, arrival.document_hash);
  if (!found) return;
  arrival.purchase = found->purchase;
  arrival.handover = found->handover.number;
  arrival.bought = found->bought;
  if (arrival.acceptance != Acceptance::apply) return;
  answer(found->handover, arrival.reply, arrival.document_hash, arrival.now);
  write(connection, found->handover);
  const bool open = shipping && found->handover.state != State::ok && others_wait(connection, *found, arrival.now);
  arrival.bought = bought(found->bought, found->handover, open);
  if (arrival.bought != found->bought) write_bought(connection, found->purchase, arrival.bought);
  if (!shipping && found->handover.state != State::ok) forget_goods(connection, found->purchase);
}

}  // namespace

void take_replies(sql::Connection& connection, std::span<ReplyArrival* const> arrivals) {
  // Rows are locked in one order, so that the batches of two processes cannot wait for each other in a ring.
  std::vector<ReplyArrival*> ordered(arrivals.begin(), arrivals.end());
  std::stable_sort(ordered.begin(), ordered.end(), [](const ReplyArrival* a, const ReplyArrival* b) {
    return a->reply.purchase.name < b->reply.purchase.name;
  });
  for (ReplyArrival* arrival : ordered) take(connection, *arrival);
}

}  // namespace sealcart::mall::store
