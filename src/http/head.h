// The first lines of a response, with what the server adds to every one of them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace sealcart::http {

struct Framing {
  std::string_view date;
  std::optional<std::size_t> length;  // absent: none is said
  bool chunked = false;
  bool keep = true;       // the connection stays open
  bool http_1_0 = false;  // the client speaks HTTP/1.0, where keeping must be said
};

// Appends status line and headers. A header of the response takes the place of the server's own of that name. False
// when a header holds characters that would break the framing; `out` is then unchanged.
bool write_head(std::string& out, const Response& response, const Framing& framing);

// A stream whose length is known says it among its headers as Content-Length; a client then sees how far it is. Taken
// out of them. nullopt when there is none.
std::optional<std::size_t> take_length(Response& response);

std::string_view reason_phrase(int status);

}  // namespace sealcart::http
