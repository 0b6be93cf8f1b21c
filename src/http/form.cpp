// Form: application/x-www-form-urlencoded (WHATWG URL standard, section 5), strict about its escapes.
#include <algorithm>
#include <boost/url/encoding_opts.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/pct_string_view.hpp>

#include "http/message.h"

namespace sealcart::http {

static constexpr std::size_t max_fields = 256;

// Of well-formed text. Most of what is posted is a signed document, which needs no decoding.
static std::string decoded(std::string_view text) {
  if (text.find('%') == text.npos && text.find('+') == text.npos) return std::string(text);
  return boost::urls::pct_string_view(boost::urls::string_view(text.data(), text.size()))
      .decode(boost::urls::encoding_opts(true));  // plus is space
}

std::optional<Form> Form::parse(std::string_view encoded) {
  Form form;
  if (encoded.empty()) return form;
  const std::string text(encoded);  // Boost.URL 1.81 reads one byte more than it is given: here the terminating zero
  if (boost::urls::parse_query(text).has_error()) return std::nullopt;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view field = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(field.size() + 1, rest.size()));
    if (field.empty()) continue;  // "a=1&&b=2"
    if (form.fields_.size() == max_fields) return std::nullopt;
    const std::size_t equals = std::min(field.find('='), field.size());
    form.fields_.emplace_back(decoded(field.substr(0, equals)),
                              decoded(field.substr(std::min(equals + 1, field.size()))));
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
