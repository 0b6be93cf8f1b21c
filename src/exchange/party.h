// What every endpoint of a party may use, made once by main. Endpoints read it; nothing in it belongs to one request.
#pragma once

#include <spdlog/fwd.h>  // the logger itself costs every unit seconds; who logs includes it

#include "core/world.h"
#include "exchange/config.h"
#include "exchange/keys.h"
#include "exchange/outbox.h"
#include "exchange/partners.h"
#include "http/client.h"
#include "http/message.h"
#include "render/pages.h"
#include "sql/database.h"

namespace sealcart::exchange {

struct Party {
  const Config& config;
  const std::string& origin;  // of the pages that this process serves: the customers' or the desk's
  const Clock& clock;
  Random& random;
  sql::Database& database;
  KeyRing& keys;
  Partners& partners;
  http::Client& client;
  Outbox& outbox;
  const render::Pages& pages;
  spdlog::logger& log;
};

inline constexpr std::string_view language_cookie = "__Host-lang";

// The page language of a request: the language cookie, then Accept-Language.
render::Language language(const http::Request& request);

// A page in the layout: adds title, language switch and party_name to `data`. `title_key` is a key of the words.
// `language_action`/`language_fields` in data override the plain switch (POST /language, back to `path`).
http::Response page(const Party& party, const http::Request& request, std::string_view name, std::string_view title_key,
                    render::Data data, int status = 200);
// A piece of a page, without layout.
http::Response fragment(const Party& party, const http::Request& request, std::string_view name,
                        const render::Data& data);

// The problem as a page (what to do next, in the reader's language) or, for a request that accepts JSON or came from a
// partner, as problem+json (RFC 9457).
// `data`: what the layout of these pages needs besides.
http::Response problem_response(const Party& party, const http::Request& request, const Problem& problem,
                                render::Data data = {});

// Problem for an operating fault of the database: 503 "unavailable".
Problem unavailable();

// POST /language: sets the cookie (session, en or ja), goes back to the local path in field `back`.
// GET /assets/…, /.well-known/jwks.json, /.well-known/sealcart.json, /health: the same at every party. `terms`: JSON
// text of an object whose members the description has besides (a shipping company's protocol::CarrierTerms).
std::vector<http::Route> common_routes(const Party& party, const std::string& terms = {});

// The Origin header names this party, or is absent while Sec-Fetch-Site is same-origin or absent: a form of our own
// page.
bool same_origin(const Party& party, const http::Request& request);
// The fields of a form that one of our own pages sent. Problems: 403 foreign-form, 400 form-malformed.
Expected<http::Form> own_form(const Party& party, const http::Request& request);

// Logs it; 503.
http::Response database_fault(const Party& party, const http::Request& request, const std::string& what);

// A route to `endpoint(business, request)`; `business` is what the party's endpoints share, with a member `party`. A
// fault of the database is an answer too: the page says to try again.
template <class Business>
http::Route route(Business& business, http::Method method, const char* pattern,
                  Task<http::Response> (*endpoint)(Business&, const http::Request&)) {
  return {method, pattern, [&business, endpoint](const http::Request& request) -> Task<http::Response> {
            std::string fault;
            try {
              co_return co_await endpoint(business, request);
            } catch (const sql::Error& error) {
              fault = error.what();
            }
            co_return database_fault(business.party, request, fault);
          }};
}

}  // namespace sealcart::exchange
