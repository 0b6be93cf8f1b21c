// Form: application/x-www-form-urlencoded (WHATWG URL standard, section 5), strict about its escapes.
#include <boost/url/encoding_opts.hpp>
#include <boost/url/parse_query.hpp>

#include "http/message.h"

namespace sealcart::http {

static constexpr std::size_t max_fields = 256;

std::optional<Form> Form::parse(std::string_view encoded) {
  Form form;
  if (encoded.empty()) return form;
  const std::string text(encoded);  // Boost.URL 1.81 reads one byte more than it is given: here the terminating zero
  auto parsed = boost::urls::parse_query(text);
  if (parsed.has_error()) return std::nullopt;
  boost::urls::encoding_opts plus_is_space(true);
  for (auto field : *parsed) {
    if (field.key.empty() && !field.has_value) continue;  // "a=1&&b=2"
    if (form.fields_.size() == max_fields) return std::nullopt;
    form.fields_.emplace_back(field.key.decode(plus_is_space), field.value.decode(plus_is_space));
  }
  return form;
}

std::string_view Form::get(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (key == name) return value;
  }
  return {};
}

bool Form::has(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (key == name) return true;
  }
  return false;
}

std::vector<std::string_view> Form::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : fields_) {
    if (key == name) values.push_back(value);
  }
  return values;
}

}  // namespace sealcart::http
