#include "exchange/party.h"

#include <spdlog/logger.h>

#include <boost/json.hpp>

namespace sealcart::exchange {
namespace {

bool wants_json(const http::Request& request) {
  return !request.partner_host.empty() || request.header("accept").find("json") != std::string_view::npos;
}

http::Response json_response(std::string body, std::string content_type = "application/json") {
  http::Response response;
  response.content_type = std::move(content_type);
  response.body = std::move(body);
  return response;
}

// The heading and advice of the code, or of the status where the code has no words of its own.
std::string problem_key(const Party& party, const Problem& problem, std::string_view part) {
  std::string key = "problem." + problem.code + "." + std::string(part);
  if (party.pages.has_word(key)) return key;
  if (problem.code.starts_with("document-")) {
    key = "problem.document." + std::string(part);
    if (party.pages.has_word(key)) return key;
  }
  key = "problem." + std::to_string(problem.status) + "." + std::string(part);
  if (party.pages.has_word(key)) return key;
  return "problem." + std::string(problem.status < 500 ? "400" : "500") + "." + std::string(part);
}

// A path of our own, nothing that a browser could read as another origin.
bool local_path(std::string_view path) {
  return path.starts_with("/") && !path.starts_with("//") && path.find_first_of("\\\r\n") == std::string_view::npos;
}

Task<http::Response> change_language(const Party& party, const http::Request& request) {
  const auto form = own_form(party, request);
  if (!form) co_return problem_response(party, request, form.error());
  const std::string_view back = form->get("back");
  auto response = http::Response::redirect(local_path(back) ? std::string(back) : "/");
  const std::string_view lang = form->get("lang");
  if (lang == "en" || lang == "ja")
    set_cookie(response, {.name = std::string(language_cookie), .value = std::string(lang)});
  co_return response;
}

http::Response asset_response(const http::Request& request) {
  const render::Asset* asset = render::asset(request.captures[0] + "/" + request.captures[1]);
  if (asset == nullptr || asset->type.starts_with("text/x-") || asset->type.starts_with("application/json")) {
    http::Response response;
    response.status = 404;
    return response;
  }
  http::Response response;
  // The page names assets by a version, so an hour's reuse is safe and a new build is seen soon.
  response.headers = {{"Cache-Control", "public, max-age=3600"}, {"ETag", std::string(asset->etag)}};
  if (request.header("if-none-match") == asset->etag) {
    response.status = 304;
    return response;
  }
  response.content_type = asset->type;
  response.body = asset->bytes;
  return response;
}

// Where customers' browsers post documents for a party of that role.
const char* documents_path(std::string_view role) {
  if (role == "mall") return "/result";
  return role == "credit" ? "/pay" : "/send";
}

// What a partner needs to know to register this party (docs/protocol.md, "Description").
std::string description(const Party& party, const std::string& terms) {
  const Config& config = party.config;
  boost::json::object members{{"issuer", config.origin},
                              {"role", config.role},
                              {"name", config.name},
                              {"location", config.location},
                              {"service", config.service},
                              {"api", config.api},
                              {"page", config.origin + documents_path(config.role)},
                              {"jwks_uri", config.origin + "/.well-known/jwks.json"}};
  if (!terms.empty()) members["terms"] = boost::json::parse(terms);
  return serialize(members);
}

}  // namespace

render::Language language(const http::Request& request) {
  return render::language(request.cookie(language_cookie).value_or(""), request.header("accept-language"));
}

http::Response page(const Party& party, const http::Request& request, std::string_view name, std::string_view title_key,
                    render::Data data, int status) {
  const render::Language lang = language(request);
  data.set("title", party.pages.word(title_key, lang));
  if (data.get("language_action") == nullptr) {
    data.set("language_action", "/language");
    data.set("language_back", request.path + (request.query.empty() ? "" : "?" + request.query));
  }
  data.set("party_name", party.config.name);
  http::Response response;
  response.status = status;
  response.headers.emplace_back("Content-Language", render::tag(lang));
  // The back button shows a page that answered a POST from the browser's own copy, instead of asking whether to send it
  // again.
  if (request.method == http::Method::post) response.headers.emplace_back("Cache-Control", "private, no-cache");
  response.body = party.pages.draw(name, lang, data);
  return response;
}

http::Response fragment(const Party& party, const http::Request& request, std::string_view name,
                        const render::Data& data) {
  http::Response response;
  response.body = party.pages.draw(name, language(request), data);
  return response;
}

http::Response problem_response(const Party& party, const http::Request& request, const Problem& problem,
                                render::Data data) {
  if (wants_json(request)) {
    auto response = json_response(
        serialize(boost::json::object{
            {"type", "about:blank"}, {"status", problem.status}, {"code", problem.code}, {"detail", problem.detail}}),
        "application/problem+json");
    response.status = problem.status;
    return response;
  }
  const render::Language lang = language(request);
  const std::string heading = problem_key(party, problem, "heading");
  data.set("status", std::to_string(problem.status));
  data.set("code", problem.code);
  data.set("heading", party.pages.word(heading, lang));
  data.set("advice", party.pages.word(problem_key(party, problem, "advice"), lang));
  data.set("home_url", "/");
  auto response = page(party, request, "problem", heading, std::move(data), problem.status);
  response.headers.emplace_back("X-Problem-Code", problem.code);
  if (problem.status == 429 || problem.status == 503) response.headers.emplace_back("Retry-After", "5");
  return response;
}

Problem unavailable() {
  return {503, "unavailable", "The service cannot write to its database now. Try again shortly."};
}

bool same_origin(const Party& party, const http::Request& request) {
  const std::string_view origin = request.header("origin");
  if (!origin.empty() && origin != "null") return origin == party.origin;
  // With Referrer-Policy: no-referrer a browser may say "null" here even for a form of the same origin.
  const std::string_view site = request.header("sec-fetch-site");
  return site.empty() ? origin.empty() : site == "same-origin";
}

Expected<http::Form> own_form(const Party& party, const http::Request& request) {
  if (!same_origin(party, request)) return problem(403, "foreign-form", "This form was not sent from our own page.");
  auto form = http::Form::parse(request.body);
  if (!form) return problem(400, "form-malformed", "The body is not that of a form with at most 256 fields.");
  return std::move(*form);
}

http::Response database_fault(const Party& party, const http::Request& request, const std::string& what) {
  party.log.error("database: {}", what);
  return problem_response(party, request, unavailable());
}

std::vector<http::Route> common_routes(const Party& party, const std::string& terms) {
  using http::Method, http::Request, http::Response;
  return {
      {Method::post, "/language", [&party](const Request& r) { return change_language(party, r); }},
      {Method::get, "/assets/:folder/:file", [](const Request& r) -> Task<Response> { co_return asset_response(r); }},
      {Method::get, "/.well-known/jwks.json",
       [&party](const Request&) -> Task<Response> {
         co_return json_response(protocol::encode_key_set(party.keys.published(party.clock.now())),
                                 "application/jwk-set+json");
       }},
      {Method::get, "/.well-known/sealcart.json",
       [&party, terms](const Request&) -> Task<Response> { co_return json_response(description(party, terms)); }},
      {Method::get, "/health",
       [&party](const Request&) -> Task<Response> {
         co_return json_response(
             serialize(boost::json::object{{"status", "ok"}, {"partners", party.partners.all()->size()}}));
       }},
  };
}

}  // namespace sealcart::exchange
