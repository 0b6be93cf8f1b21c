#include "http/message.h"

#include <cassert>

namespace sealcart::http {

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

// RFC 6265 section 4.2: cookie-pairs separated by "; ". A client may send several Cookie fields (RFC 9113), so all are
// looked at.
std::optional<std::string_view> Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      std::size_t end = rest.find(';');
      std::string_view pair = rest.substr(0, end);
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
      if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
        return pair.substr(name.size() + 1);
      }
    }
  }
  return std::nullopt;
}

Response Response::redirect(std::string location) {
  Response response;
  response.status = 303;
  response.content_type.clear();
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

void set_cookie(Response& response, const SetCookie& cookie) {
  // The prefix makes a browser refuse the cookie unless it is Secure, of this host and of Path=/.
  assert(cookie.name.starts_with("__Host-"));
  for (unsigned char c : cookie.value) assert(c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\');
  std::string line = cookie.name + "=" + cookie.value + "; Path=/; Secure; HttpOnly; SameSite=";
  switch (cookie.same_site) {
    case SetCookie::SameSite::strict:
      line += "Strict";
      break;
    case SetCookie::SameSite::lax:
      line += "Lax";
      break;
    case SetCookie::SameSite::none:
      line += "None";
      break;
  }
  if (cookie.max_age_seconds) line += "; Max-Age=" + std::to_string(*cookie.max_age_seconds);
  response.headers.emplace_back("Set-Cookie", std::move(line));
}

}  // namespace sealcart::http
