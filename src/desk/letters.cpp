// /letters: documents that wait for their partner, and those that it refused for good: sent again, or dropped with a
// reason.
#include "exchange/store/letters.h"
#include "core/day.h"
#include "desk/endpoints.h"
#include "desk/frame.h"
#include "desk/query.h"
#include "desk/store/audit.h"

namespace sealcart::desk {
namespace {

// "sealcart.refund+jws" is "refund" for people.
std::string kind_of(std::string_view document) {
  std::string type = protocol::claimed_type(document);
  if (type.starts_with("sealcart.")) type.erase(0, 9);
  if (type.ends_with("+jws")) type.resize(type.size() - 4);
  return type;
}

}  // namespace

Task<http::Response> show_letters(Office& office, const http::Request& request, const Session& session) {
  constexpr std::int64_t rows = 50;
  const http::Form query = query_of(request);
  const std::int64_t before = row_number(query.get("before"));
  const auto counts = co_await office.party.database.read(exchange::store::count_letters);
  const auto refused = co_await office.party.database.read(
      [&](sql::Connection& c) { return exchange::store::refused_letters(c, before, rows + 1); });
  render::Data data, list{render::Data::type::list};
  for (std::size_t i = 0; i < refused.size() && i < static_cast<std::size_t>(rows); ++i) {
    render::Data one;
    one.set("id", std::to_string(refused[i].id));
    one.set("partner", refused[i].partner);
    one.set("kind", kind_of(refused[i].document));
    one.set("code", refused[i].code);
    one.set("created", time_text(refused[i].created));
    list.push_back(std::move(one));
  }
  data.set("letters", std::move(list));
  data.set("waiting", std::to_string(counts.waiting));
  if (before > 0) data.set("newer", "/letters");
  if (refused.size() > static_cast<std::size_t>(rows)) {
    data.set("older", "/letters?before=" + std::to_string(refused[rows - 1].id));
  }
  co_return page(office.desk, request, session, "letters", "letters.title", std::move(data));
}

Task<http::Response> change_letter(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return problem_page(office.desk, request, session, form.error());
  const std::int64_t id = row_in_path(request);
  const std::string_view what = form->get("change");
  const std::string reason(form->get("reason").substr(0, 200));
  if ((what != "again" && what != "drop") || (what == "drop" && reason.empty())) {
    co_return problem_page(office.desk, request, session,
                           {422, "letter-reason", "Say why the document is not to be sent any more."});
  }
  const Time now = office.party.clock.now();
  const std::string said = co_await office.party.database.write([&](sql::Connection& c) -> std::string {
    const auto letter = exchange::store::refused_letter(c, id);
    // Pressed twice, or by two: done already.
    if (!letter) return "letter-gone";
    const std::string what_it_is = letter->partner + " " + kind_of(letter->document) + " " + letter->code;
    if (what == "again") {
      exchange::store::send_again(c, id, now);
      store::append_audit(c, now, session.operator_name, "letter-again", std::to_string(id), what_it_is);
      return "letter-again";
    }
    exchange::store::drop_refused(c, id);
    store::append_audit(c, now, session.operator_name, "letter-drop", std::to_string(id), what_it_is + ": " + reason);
    return "letter-drop";
  });
  co_return done("/letters", said);
}

}  // namespace sealcart::desk
