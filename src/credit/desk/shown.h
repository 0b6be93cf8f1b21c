// What the pages of the desk share: lists of fifty rows, and what is in a request.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "credit/desk/office.h"
#include "desk/query.h"
#include "desk/session.h"
#include "render/data.h"

namespace sealcart::credit {

inline constexpr std::int64_t rows_shown = 50;  // one more is read, to know whether there are older ones

// Adds `newer` and `older` for the pager: `base` is the page's address with its filter, ending in '?' or '&'.
void add_pager(render::Data& data, const std::string& base, bool from_newest, bool more, const std::string& last);

// A page for a number that nothing has.
http::Response not_found(Office& office, const http::Request& request, const desk::Session& session);

}  // namespace sealcart::credit
