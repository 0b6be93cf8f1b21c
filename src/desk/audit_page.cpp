// GET /audit: the log, newest first, all of it or what was done to one number.
#include "core/day.h"
#include "desk/audit_reason.h"
#include "desk/endpoints.h"
#include "desk/frame.h"
#include "desk/query.h"
#include "desk/store/audit.h"

namespace sealcart::desk {

Task<http::Response> show_audit(Office& office, const http::Request& request, const Session& session) {
  constexpr std::int64_t rows = 50;
  const http::Form query = query_of(request);
  const std::string number(query.get("number").substr(0, 64));
  const std::int64_t before = row_number(query.get("before"));
  const auto entries = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::list_audit(c, number, before, rows + 1); });
  const render::Pages& pages = office.party.pages;
  const render::Language language = exchange::language(request);
  render::Data data, list{render::Data::type::list};
  for (std::size_t i = 0; i < entries.size() && i < static_cast<std::size_t>(rows); ++i) {
    const store::AuditEntry& entry = entries[i];
    render::Data one;
    one.set("seq", std::to_string(entry.seq));
    one.set("at", time_text(entry.at));
    one.set("who", entry.operator_name);
    const std::string key = "action." + entry.action;
    one.set("action", pages.has_word(key) ? pages.word(key, language) : entry.action);
    one.set("number", entry.number);
    one.set("reason", reason_text(pages, entry, language));
    list.push_back(std::move(one));
  }
  data.set("entries", std::move(list));
  data.set("number", number);
  if (before > 0) data.set("newer", number.empty() ? "/audit" : "/audit?number=" + query_text(number));
  if (entries.size() > static_cast<std::size_t>(rows)) {
    data.set("older", "/audit?before=" + std::to_string(entries[rows - 1].seq) +
                          (number.empty() ? "" : "&number=" + query_text(number)));
  }
  co_return page(office.desk, request, session, "audit", "audit.title", std::move(data));
}

}  // namespace sealcart::desk
