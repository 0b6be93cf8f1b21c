// What surrounds every page of the console.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "desk/session.h"

namespace sealcart::desk {

// Adds `operator`, `role` and `menu` (list of {path, text, here}) to `data`, for layout.mustache; and `said` when
// done() led to this page, for _said.mustache.
void add_frame(const Desk& desk, const http::Request& request, const Session& session, render::Data& data);

// `text` as a value in a query (RFC 3986: all but unreserved characters encoded).
std::string query_text(std::string_view text);

// `path` with those of the fields that say something.
std::string address(std::string path, std::initializer_list<std::pair<std::string_view, std::string_view>> fields);

// The path and query that a form field `then` names, when it is one of our own pages; otherwise "/".
std::string own_target(std::string_view then);

// Answers a form: goes to `path`, which has no query, where the text "said.<what>" of the words is shown.
http::Response done(const std::string& path, std::string_view what);

// For a page that may answer a form: the switch of languages leads to `path`, since a form is not sent again.
void switch_language_at(render::Data& data, const std::string& path);

// What is said of `problem` above a form that is shown again. In English its own sentence, which may name what was
// typed; in other languages the words' advice for its code, where there is one.
std::string fault_text(const Desk& desk, const http::Request& request, const Problem& problem);

}  // namespace sealcart::desk
