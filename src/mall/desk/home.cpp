// GET /: what waits.
#include "mall/desk/endpoints.h"
#include "mall/store/parcels.h"

namespace sealcart::mall {

Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session) {
  const store::DeskCounts counts = co_await office.party.database.read(store::desk_counts);
  render::Data data;
  data.set("to_pack", std::to_string(counts.to_pack));
  data.set("to_hand", std::to_string(counts.to_hand));
  data.set("on_the_way", std::to_string(counts.on_the_way));
  data.set("returned", std::to_string(counts.returned));
  co_return desk::page(office.desk, request, session, "home", "home.title", std::move(data));
}

}  // namespace sealcart::mall
