// Which part of a file a request asks for (RFC 9110 section 14): so that a download that broke off goes on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/message.h"

namespace sealcart::http {

struct Part {
  int status = 200;  // 206: `bytes` from `first` on; 416: nothing there
  std::int64_t first = 0;
  std::int64_t bytes = 0;
  std::string content_range;  // header of 206 and 416
};

// `tag`: the file's ETag, with its quotes; If-Range with another one asks for the whole. Several ranges at once, and a
// range that is not of the form "bytes=N-" or "bytes=N-M", are answered by the whole too, as they may be.
Part wanted_part(const Request& request, std::int64_t size, std::string_view tag);

}  // namespace sealcart::http
