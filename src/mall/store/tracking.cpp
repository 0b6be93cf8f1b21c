#include "mall/store/tracking.h"

#include <algorithm>
#include <optional>

#include "mall/store/reckonings.h"

namespace sealcart::mall::store {
namespace {

struct Found {
  std::string handover, purchase;
  std::int64_t parcels = 1;
  std::int64_t collects = 0;  // minor units; of cash on delivery
};

// Locked: two events of one shipment may come at once.
std::optional<Found> find(sql::Connection& connection, std::string_view partner, std::string_view shipping) {
  static const sql::Statement select{
      "SELECT number, purchase, parcels, COALESCE(amount, 0) FROM handover WHERE reply_name = $1 AND partner = $2 AND "
      "role = 'shipping'",
      "SELECT number, purchase, parcels, COALESCE(amount, 0) FROM handover WHERE reply_name = $1 AND partner = $2 AND "
      "role = 'shipping' "
      "FOR UPDATE"};
  const sql::Rows rows = connection.query(select, {shipping, partner});
  if (rows.empty()) return std::nullopt;
  const std::string& classes = rows.text(0, 2);
  return Found{rows.text(0, 0), rows.text(0, 1), std::count(classes.begin(), classes.end(), ' ') + 1,
               rows.integer(0, 3)};
}

void move(sql::Connection& connection, const Found& found, const protocol::TrackingEvent& event) {
  static const sql::Statement select{"SELECT state, changed FROM parcel WHERE handover = $1 AND n = $2"};
  const sql::Rows rows = connection.query(select, {found.handover, event.parcel.n});
  if (rows.empty()) return;  // a label that was made elsewhere: the event is kept all the same
  const Parcel parcel{.state = parse_parcel_state(rows.text(0, 0)), .changed = {rows.integer(0, 1)}};
  const auto state = after(parcel, event.state, event.at);
  if (!state) return;
  static const sql::Statement set{"UPDATE parcel SET state = $3, changed = $4 WHERE handover = $1 AND n = $2"};
  connection.execute(set, {found.handover, event.parcel.n, name(*state), event.at.seconds});
}

// Fewer may have been packed than the company expects: those count.
bool all_are(sql::Connection& connection, const Found& found, ParcelState state) {
  static const sql::Statement other{
      "SELECT 1 FROM handover h WHERE h.number = $1 AND (h.packed = 0 OR EXISTS "
      "(SELECT 1 FROM parcel p WHERE p.handover = h.number AND p.state NOT IN ($2, 'withdrawn')))"};
  return connection.query(other, {found.handover, name(state)}).empty();
}

}  // namespace

Tracking take_tracking(sql::Connection& connection, std::string_view partner, const protocol::TrackingEvent& event,
                       std::string& purchase) {
  const auto found = find(connection, partner, event.shipping);
  if (!found || event.parcel.of != found->parcels) return Tracking::unknown;
  purchase = found->purchase;
  static const sql::Statement insert{
      "INSERT INTO tracking (partner, event, handover, n, state, at) VALUES ($1, $2, $3, $4, $5, $6) "
      "ON CONFLICT (partner, event) DO NOTHING"};
  if (connection.execute(insert, {partner, event.envelope.id, found->handover, event.parcel.n,
                                  protocol::name(event.state), event.at.seconds}) == 0) {
    return Tracking::replay;
  }
  move(connection, *found, event);
  if (event.state == protocol::ParcelState::collected) {
    note_collected(connection, found->handover, found->collects, event.at);
  }
  static const sql::Statement came_back{"UPDATE handover SET returned = 1 WHERE number = $1"};
  if (all_are(connection, *found, ParcelState::returned)) connection.execute(came_back, {found->handover});
  static const sql::Statement forget{"UPDATE purchase SET kept_goods = NULL WHERE number = $1"};
  if (all_are(connection, *found, ParcelState::delivered)) connection.execute(forget, {found->purchase});
  return Tracking::taken;
}

std::vector<Tracked> tracking_of(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement list{"SELECT n, state, at FROM tracking WHERE handover = $1 ORDER BY at, n, event"};
  const sql::Rows rows = connection.query(list, {handover});
  std::vector<Tracked> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back(
        {rows.integer(i, 0), protocol::parse_parcel_state(rows.text(i, 1)).value(), Time{rows.integer(i, 2)}});
  }
  return all;
}

}  // namespace sealcart::mall::store
