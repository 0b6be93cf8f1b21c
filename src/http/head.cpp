#include "http/head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <iterator>

namespace sealcart::http {

namespace {

struct Line {
  std::string_view name;
  std::string_view value;
};

constexpr std::string_view policy_before_form =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-ancestors "
    "'none'; "
    "base-uri 'none'; form-action 'self'";

constexpr std::string_view policy_name = "Content-Security-Policy";

constexpr std::array<Line, 8> defaults = {{
    {"Strict-Transport-Security", "max-age=63072000"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
    {policy_name, policy_before_form},
    {"Cache-Control", "no-store"},
}};

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

std::string make_block() {
  std::string block;
  for (const Line& line : defaults) append_line(block, line.name, line.value);
  return block;
}

bool same_name(std::string_view a, std::string_view b) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool sets(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (same_name(key, name)) return true;
  }
  return false;
}

// A field value (RFC 9110 section 5.5): no control character but the tab.
bool is_value(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](unsigned char c) { return (c >= 0x20 && c != 0x7f) || c == '\t'; });
}

bool is_sendable(const Response& response) {
  for (const auto& [name, value] : response.headers) {
    // How a message is framed is the server's to say.
    assert(!same_name(name, "content-length") && !same_name(name, "transfer-encoding") &&
           !same_name(name, "connection"));
    bool token = !name.empty() && std::all_of(name.begin(), name.end(),
                                              [](unsigned char c) { return c > 0x20 && c < 0x7f && c != ':'; });
    if (!token || !is_value(value)) return false;
  }
  for (const std::string& target : response.form_targets) {
    if (!std::all_of(target.begin(), target.end(),
                     [](unsigned char c) { return c > 0x20 && c < 0x7f && c != ';' && c != ','; })) {
      return false;
    }
  }
  return is_value(response.content_type);
}

void append_defaults(std::string& out, const Response& response) {
  static const std::string block = make_block();
  bool own = !response.form_targets.empty();
  for (const Line& line : defaults) own = own || sets(response, line.name);
  if (!own) {
    out += block;
    return;
  }
  for (const Line& line : defaults) {
    if (sets(response, line.name)) continue;
    if (line.name != policy_name) {
      append_line(out, line.name, line.value);
      continue;
    }
    out.append(line.name).append(": ").append(line.value);
    for (const std::string& target : response.form_targets) out.append(" ").append(target);
    out += "\r\n";
  }
}

}  // namespace

std::optional<std::size_t> take_length(Response& response) {
  const auto said = std::find_if(response.headers.begin(), response.headers.end(),
                                 [](const auto& header) { return same_name(header.first, "content-length"); });
  if (said == response.headers.end()) return std::nullopt;
  std::size_t length = 0;
  const char* end = said->second.data() + said->second.size();
  [[maybe_unused]] const auto parsed = std::from_chars(said->second.data(), end, length);
  assert(parsed.ptr == end && "a handler's own number");
  response.headers.erase(said);
  return length;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 402:
      return "Payment Required";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 507:
      return "Insufficient Storage";
    default:
      return "";
  }
}

bool write_head(std::string& out, const Response& response, const Framing& framing) {
  if (!is_sendable(response)) return false;
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  append_defaults(out, response);
  append_line(out, "Date", framing.date);
  if (!response.content_type.empty()) append_line(out, "Content-Type", response.content_type);
  if (framing.length) fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", *framing.length);
  if (framing.chunked) out += "Transfer-Encoding: chunked\r\n";
  if (!framing.keep) {
    out += "Connection: close\r\n";
  } else if (framing.http_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  for (const auto& [name, value] : response.headers) append_line(out, name, value);
  out += "\r\n";
  return true;
}

}  // namespace sealcart::http
