// GET /alarms: scans that somebody has to look into, newest first. POST /alarms/:id/settle: somebody has.
#include "shipping/store/alarms.h"
#include "core/day.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"
#include "shipping/desk/endpoints.h"
#include "shipping/desk/listing.h"

namespace sealcart::shipping {
namespace {

constexpr ScanStatus alarming[] = {ScanStatus::foreign,      ScanStatus::tampered,   ScanStatus::not_accepted,
                                   ScanStatus::wrong_parcel, ScanStatus::wrong_cash, ScanStatus::duplicate,
                                   ScanStatus::reprint};

render::Data alarm_data(const Reader& reader, const store::Alarm& alarm) {
  render::Data one;
  one.set("id", std::to_string(alarm.id));
  one.set("at", time_text(alarm.at));
  one.set("who", alarm.operator_name);
  one.set("status", reader.word(word_key(alarm.status)));
  one.set("number", text_if_any(alarm.number));
  one.set("mall", desk::partner_name(reader.party, alarm.mall));
  one.set("detail", text_if_any(alarm.detail));
  one.set("settled_by", alarm.settled_by);
  one.set("is_open", alarm.settled_by.empty());
  return one;
}

render::Data show_options(const Reader& reader, const store::AlarmFilter& filter) {
  render::Data list{render::Data::type::list};
  const auto add = [&list](std::string value, const std::string& text, bool chosen) {
    render::Data one;
    one.set("value", std::move(value));
    one.set("text", text);
    one.set("chosen", chosen);
    list.push_back(std::move(one));
  };
  add("open", reader.word("alarms.open"), filter.open);
  add("all", reader.word("alarms.all"), !filter.open && !filter.status);
  for (const ScanStatus status : alarming) {
    add(std::string(name(status)), reader.word(word_key(status)), filter.status == status);
  }
  return list;
}

}  // namespace

Task<http::Response> show_alarms(Office& office, const http::Request& request, const Session& session) {
  const http::Form query = desk::query_of(request);
  const std::string show(query.get("show"));
  const store::AlarmFilter filter{.open = show.empty() || show == "open",
                                  .status = parse_scan_status(show),
                                  .before = desk::row_number(query.get("before"))};
  std::vector<store::Alarm> alarms = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::list_alarms(c, filter, rows_of_a_page + 1); });
  const bool more = alarms.size() > std::size_t{rows_of_a_page};
  if (more) alarms.resize(rows_of_a_page);
  const Reader reader(office, request);
  render::Data data, list{render::Data::type::list};
  for (const store::Alarm& alarm : alarms) list.push_back(alarm_data(reader, alarm));
  data.set("alarms", std::move(list));
  data.set("shows", show_options(reader, filter));
  set_pager(data, "/alarms", show.empty() ? "" : "show=" + desk::query_text(show) + "&", filter.before,
            more ? alarms.back().id : 0);
  co_return desk::page(office.desk, request, session, "alarms", "alarms.title", std::move(data));
}

Task<http::Response> settle_alarm(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const Time now = office.party.clock.now();
  const std::int64_t id = desk::row_in_path(request);
  co_await office.party.database.write([&](sql::Connection& c) {
    if (!store::settle_alarm(c, id, session.operator_name, now)) return;
    desk::store::append_audit(c, now, session.operator_name, "alarm-settle", "", std::to_string(id));
  });
  co_return desk::done("/alarms", "alarm-settle");
}

}  // namespace sealcart::shipping
