// A form with files: multipart/form-data (RFC 7578).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"

namespace sealcart::upload {

struct Part {
  std::string name;       // of the field
  std::string file_name;  // as the browser says it; empty for a field that is no file. Never to be used as a path
  std::string type;       // media type as the browser says it
  std::string bytes;
};

struct Form {
  std::vector<Part> parts;
  // The text of a field; empty when absent.
  std::string_view text(std::string_view name) const;
  // nullptr when there is no file in that field, or none was chosen.
  const Part* file(std::string_view name) const;
};

// `content_type`: the request's header. Problems: 400 "form-malformed", also above 64 parts.
Expected<Form> parse(std::string_view content_type, std::string_view body);

}  // namespace sealcart::upload
