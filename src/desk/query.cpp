#include "desk/query.h"

#include <algorithm>

#include "core/integer.h"

namespace sealcart::desk {

http::Form query_of(const http::Request& request) { return http::Form::parse(request.query).value_or(http::Form()); }

std::int64_t row_number(std::string_view text) { return std::max<std::int64_t>(parse_integer(text).value_or(0), 0); }

std::int64_t row_in_path(const http::Request& request) { return row_number(request.captures.at(0)); }

}  // namespace sealcart::desk
