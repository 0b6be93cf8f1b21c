// GET /packing: shipments that wait to be packed, the oldest first.
#include <charconv>

#include "core/day.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "mall/desk/endpoints.h"
#include "mall/store/parcels.h"

namespace sealcart::mall {
namespace {

constexpr std::int64_t rows = 50;

}  // namespace

Task<http::Response> show_packing(Office& office, const http::Request& request, const Session& session) {
  const auto query = http::Form::parse(request.query);
  const std::string partner(query ? query->get("company").substr(0, 64) : std::string_view());
  // "seconds.number" of the last row of the page before.
  const std::string_view after = query ? query->get("after") : std::string_view();
  const std::size_t dot = std::min(after.find('.'), after.size());
  std::int64_t seconds = 0;
  std::from_chars(after.data(), after.data() + dot, seconds);
  const std::string number(after.substr(std::min(dot + 1, after.size())));
  const auto queue = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::packing_queue(c, partner, {seconds}, number, rows + 1); });
  render::Data data, list{render::Data::type::list};
  for (std::size_t i = 0; i < queue.size() && i < static_cast<std::size_t>(rows); ++i) {
    const store::Waiting& each = queue[i];
    render::Data one;
    one.set("number", each.number);
    one.set("carrier", desk::partner_name(office.party, each.partner));
    one.set("service", desk::service_text(office.party.pages, each.service, exchange::language(request)));
    one.set("packed", std::to_string(each.packed));
    one.set("parcels", std::to_string(each.parcels));
    one.set("since", time_text(each.answered));
    list.push_back(std::move(one));
  }
  data.set("queue", std::move(list));
  data.set("carriers", desk::partner_options(office.party, "shipping", partner));
  const std::string filter = partner.empty() ? "" : "company=" + desk::query_text(partner);
  if (!after.empty()) data.set("newer", "/packing?" + filter);
  if (queue.size() > static_cast<std::size_t>(rows)) {
    const store::Waiting& last = queue[rows - 1];
    data.set("older", "/packing?" + filter + "&after=" + std::to_string(last.answered.seconds) + "." + last.number);
  }
  co_return desk::page(office.desk, request, session, "packing", "packing.title", std::move(data));
}

}  // namespace sealcart::mall
