// What addresses and forms of the console say.
#pragma once

#include <cstdint>
#include <string_view>

#include "http/message.h"

namespace sealcart::desk {

// The fields of the query; none when it is malformed.
http::Form query_of(const http::Request& request);

// A row's number, of 1 and more; 0, which no row has, for anything else.
std::int64_t row_number(std::string_view text);
// That which the route captured first.
std::int64_t row_in_path(const http::Request& request);

}  // namespace sealcart::desk
