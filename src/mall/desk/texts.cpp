// /texts: the mall's own words in its pages, as plain text in two languages.
#include "desk/frame.h"
#include "desk/store/audit.h"
#include "mall/desk/endpoints.h"
#include "mall/store/page_texts.h"

namespace sealcart::mall {
namespace {

std::string_view word_of(std::string_view place) {
  if (place == "welcome") return "texts.place_welcome";
  if (place == "shipping") return "texts.place_shipping";
  return place == "contact" ? "texts.place_contact" : "texts.place_notice";
}

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session, bool too_long) {
  const auto texts = co_await office.party.database.read(store::page_texts);
  const render::Language language = exchange::language(request);
  render::Data data, list{render::Data::type::list};
  for (const std::string_view place : text_places) {
    render::Data one;
    const auto body = [&](bool japanese) {
      const auto at = texts.find(std::pair<std::string, bool>(place, japanese));
      return at == texts.end() ? std::string() : at->second;
    };
    one.set("place", place);
    one.set("name", office.party.pages.word(word_of(place), language));
    one.set("en", body(false));
    one.set("ja", body(true));
    one.set("large", place == "notice");
    list.push_back(std::move(one));
  }
  data.set("places", std::move(list));
  if (too_long) data.set("fault", office.party.pages.word("texts.too_long", language));
  desk::switch_language_at(data, "/texts");
  co_return desk::page(office.desk, request, session, "texts", "texts.title", std::move(data), too_long ? 422 : 200);
}

}  // namespace

Task<http::Response> show_texts(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, false);
}

Task<http::Response> change_text(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::string place(form->get("place")), en(form->get("en")), ja(form->get("ja"));
  if (!is_text_place(place)) {
    co_return desk::problem_page(office.desk, request, session, {400, "form-malformed", "There is no such place."});
  }
  if (en.size() > max_page_text || ja.size() > max_page_text) co_return co_await draw(office, request, session, true);
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) {
    store::set_page_text(c, place, false, en, now);
    store::set_page_text(c, place, true, ja, now);
    desk::store::append_audit(c, now, session.operator_name, "text-edit", "", place);
  });
  co_return desk::done("/texts", "texts");
}

}  // namespace sealcart::mall
