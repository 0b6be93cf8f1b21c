#include "credit/desk/shown.h"

#include <charconv>

namespace sealcart::credit {
namespace {

std::int64_t number_of(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value > 0 ? value : 0;
}

}  // namespace

std::int64_t number_field(const http::Form& form, std::string_view name) { return number_of(form.get(name)); }

std::int64_t number_in_path(const http::Request& request) { return number_of(request.captures.at(0)); }

http::Form query_of(const http::Request& request) { return http::Form::parse(request.query).value_or(http::Form()); }

void add_pager(render::Data& data, const std::string& base, bool from_newest, bool more, const std::string& last) {
  if (!from_newest) data.set("newer", base.substr(0, base.size() - 1));
  if (more) data.set("older", base + "before=" + last);
}

http::Response not_found(Office& office, const http::Request& request, const desk::Session& session) {
  return desk::problem_page(office.desk, request, session, {404, "not-found", "There is nothing of that number."});
}

}  // namespace sealcart::credit
