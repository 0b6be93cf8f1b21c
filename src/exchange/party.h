// What every endpoint of a party may use, made once by main. Endpoints read it; nothing in it belongs to one request.
#pragma once

#include <spdlog/logger.h>

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

// The page language of a request: the __Host-lang cookie, then Accept-Language.
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
http::Response problem_response(const Party& party, const http::Request& request, const Problem& problem);

// Problem for an operating fault of the database: 503 "unavailable".
Problem unavailable();

// POST /language: sets the cookie (session, en or ja), goes back to the local path in field `back`.
// GET /assets/…, /.well-known/jwks.json, /.well-known/sealcart.json, /health: the same at every party.
std::vector<http::Route> common_routes(const Party& party);

// The Origin header names this party, or is absent while Sec-Fetch-Site is same-origin or absent: a form of our own
// page.
bool same_origin(const Party& party, const http::Request& request);

}  // namespace sealcart::exchange
