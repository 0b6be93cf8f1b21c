// GET /: what waits.
#include "core/day.h"
#include "desk/certificates.h"
#include "desk/frame.h"
#include "exchange/store/letters.h"
#include "mall/desk/endpoints.h"
#include "mall/store/catalogue_desk.h"
#include "mall/store/digital_parcels.h"
#include "mall/store/parcels.h"
#include "mall/store/purchase_list.h"
#include "mall/store/reckonings.h"

namespace sealcart::mall {
namespace {

struct Counts {
  std::int64_t bought_today = 0, overdue = 0, low_stock = 0, digital = 0;
  exchange::store::LetterCount letters;
  store::DeskCounts parcels;
};

}  // namespace

Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session) {
  const Time today = day_of(office.party.clock.now()), limit = office.remittance_limit();
  const Counts counts = co_await office.party.database.read([&](sql::Connection& c) {
    return Counts{store::count_bought(c, today), store::count_overdue(c, limit),    store::count_low_stock(c),
                  store::count_to_send(c),       exchange::store::count_letters(c), store::desk_counts(c)};
  });
  render::Data data;
  data.set("to_pack", std::to_string(counts.parcels.to_pack));
  data.set("to_hand", std::to_string(counts.parcels.to_hand));
  data.set("on_the_way", std::to_string(counts.parcels.on_the_way));
  data.set("returned", std::to_string(counts.parcels.returned));
  data.set("digital", std::to_string(counts.digital));
  data.set("bought_today", std::to_string(counts.bought_today));
  data.set("today", day_text(today));
  data.set("waiting", std::to_string(counts.letters.waiting));
  data.set("refused", std::to_string(counts.letters.refused));
  data.set("any_refused", counts.letters.refused > 0);
  data.set("overdue", std::to_string(counts.overdue));
  data.set("any_overdue", counts.overdue > 0);
  data.set("low_stock", std::to_string(counts.low_stock));
  data.set("any_low_stock", counts.low_stock > 0);
  const auto ending = co_await desk::ending_certificates(office.party);
  desk::add_certificates(ending, data);
  co_return desk::page(office.desk, request, session, "home", "home.title", std::move(data));
}

}  // namespace sealcart::mall
