#include "exchange/posted_page.h"

namespace sealcart::exchange {
namespace {

// The choice of the language switch, which comes beside the request.
std::string_view chosen_language(const http::Form& form) {
  const std::string_view choice = form.get("lang");
  return choice == "en" || choice == "ja" ? choice : "";
}

Task<http::Response> begin_at_shop(const Party& party, const http::Request& request) {
  co_return problem_response(party, request,
                             {405, "begin-at-shop", "This page is opened by a shop: go back to it and begin again."});
}

Task<http::Response> home(const Party& party, const http::Request& request, const char* title) {
  co_return page(party, request, "home", title, render::Data());
}

}  // namespace

void switch_language_by_post(render::Data& data, std::string_view action, const std::string& document) {
  render::Data field;
  field.set("name", "request");
  field.set("value", document);
  render::Data fields{render::Data::type::list};
  fields.push_back(std::move(field));
  data.set("language_action", action);
  data.set("language_fields", std::move(fields));
}

Task<http::Response> draw_posted(const Party& party, const http::Request& request, DrawPosted draw) {
  const auto form = http::Form::parse(request.body);
  if (!form) {
    co_return problem_response(party, request, {400, "form-malformed", "These are not a form's fields."});
  }
  const std::string language(chosen_language(*form));
  std::string document(form->get("request"));
  if (language.empty()) co_return co_await draw(request, std::move(document));

  // This page is drawn in the new language already. The cookie must come along when a shop posts the customer here.
  http::Request chosen = request;
  chosen.headers.insert(chosen.headers.begin(), {"cookie", std::string(language_cookie) + "=" + language});
  http::Response response = co_await draw(chosen, std::move(document));
  set_cookie(response, {std::string(language_cookie), language, std::nullopt, http::SetCookie::SameSite::none});
  co_return response;
}

std::vector<http::Route> entrances(const Party& party, const char* home_title, const std::vector<const char*>& posted) {
  std::vector<http::Route> routes;
  routes.push_back(
      {http::Method::get, "/", [&party, home_title](const http::Request& r) { return home(party, r, home_title); }});
  for (const char* path : posted) {
    routes.push_back({http::Method::get, path, [&party](const http::Request& r) { return begin_at_shop(party, r); }});
  }
  return routes;
}

}  // namespace sealcart::exchange
