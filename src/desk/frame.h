// What surrounds every page of the console.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "desk/session.h"

namespace sealcart::desk {

// Adds `operator`, `role` and `menu` (list of {path, text, here}) to `data`, for layout.mustache.
void add_frame(const Desk& desk, const http::Request& request, const Session& session, render::Data& data);

// `text` as a value in a query (RFC 3986: all but unreserved characters encoded).
std::string query_text(std::string_view text);

// `path` with those of the fields that say something.
std::string address(std::string path, std::initializer_list<std::pair<std::string_view, std::string_view>> fields);

// The path and query that a form field `then` names, when it is one of our own pages; otherwise "/".
std::string own_target(std::string_view then);

// "2026-11-28 09:30 UTC", for people.
std::string time_text(Time time);

}  // namespace sealcart::desk
