// GET /: what waits.
#include "shipping/desk/endpoints.h"
#include "shipping/desk/listing.h"
#include "shipping/store/alarms.h"

namespace sealcart::shipping {
namespace {

constexpr std::int64_t most_counted = 10'000;

std::string count_text(std::int64_t count) {
  return count < most_counted ? std::to_string(count) : std::to_string(most_counted) + "+";
}

}  // namespace

Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session) {
  struct Counts {
    std::int64_t received, dispatched, failed, alarms;
  };
  const Counts counts = co_await office.party.database.read([](sql::Connection& c) {
    return Counts{store::count_parcels(c, ParcelState::received, most_counted),
                  store::count_parcels(c, ParcelState::dispatched, most_counted),
                  store::count_parcels(c, ParcelState::failed, most_counted),
                  store::count_open_alarms(c, most_counted)};
  });
  render::Data data;
  data.set("received", count_text(counts.received));
  data.set("dispatched", count_text(counts.dispatched));
  data.set("failed", count_text(counts.failed));
  data.set("alarms", count_text(counts.alarms));
  data.set("alarming", counts.alarms > 0);
  co_return desk::page(office.desk, request, session, "home", "home.title", std::move(data));
}

}  // namespace sealcart::shipping
