// What the pages of the desk show alike: lists of fifty rows, and what was just done.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "credit/desk/office.h"
#include "desk/session.h"
#include "render/data.h"

namespace sealcart::credit {

inline constexpr std::int64_t rows_shown = 50;  // one more is read, to know whether there are older ones

// A whole number in a query or form; 0 when there is none or it is malformed.
std::int64_t number_field(const http::Form& form, std::string_view name);
// The number in the path. Nothing has the number 0.
std::int64_t number_in_path(const http::Request& request);
// The fields of the query; none when it is malformed.
http::Form query_of(const http::Request& request);

// Adds `newer` and `older` for the pager: `base` is the page's address with its filter, ending in '?' or '&'.
void add_pager(render::Data& data, const std::string& base, bool from_newest, bool more, const std::string& last);

// Answers a form: goes to `path`, where "said.<what>" of the words is shown.
http::Response done(const std::string& path, std::string_view what);
// Adds what was just done, when the query says so.
void add_said(const Office& office, const http::Request& request, render::Data& data);

// A page for a number that nothing has.
http::Response not_found(Office& office, const http::Request& request, const desk::Session& session);

}  // namespace sealcart::credit
