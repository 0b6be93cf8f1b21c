// One HTTP exchange as the endpoints see it: bounded, parsed, owned strings. No library type of HTTP appears here.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/task.h"

namespace sealcart::http {

enum class Method { get, head, post, other };

struct Request {
  Method method = Method::get;
  std::string path;                                          // as sent, still percent-encoded, without the query
  std::string query;                                         // after '?', as sent
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  std::vector<std::string> captures;  // what the route's ':name' segments matched, in order
  std::string partner_host;           // DNS name of the verified client certificate; empty on public listeners

  // First header of that (lower-case) name; empty when absent.
  std::string_view header(std::string_view name) const;
  // Value of a cookie; nullopt when absent.
  std::optional<std::string_view> cookie(std::string_view name) const;
};

// The fields of an application/x-www-form-urlencoded body or of a query string, decoded, in order.
class Form {
 public:
  // nullopt when malformed or above 256 fields.
  static std::optional<Form> parse(std::string_view encoded);
  // First value of the name; empty when absent.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Response {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;  // besides the ones that the server adds to every page
  std::string body;
  // Bytes that many responses share (a page drawn once, a picture); sent instead of `body` when set.
  std::shared_ptr<const std::string> shared_body;
  // A stream of chunks (server-sent events): called until it gives nullopt or the client is gone. Sent without length.
  std::function<Task<std::optional<std::string>>()> stream;
  // Added to the policy of the page: origins that its forms may post to, besides its own.
  std::vector<std::string> form_targets;

  static Response redirect(std::string location);  // 303 See Other
};

struct SetCookie {
  std::string name;                    // begins with __Host-
  std::string value;                   // cookie-octets only (RFC 6265)
  std::optional<int> max_age_seconds;  // absent: until the browser closes; 0 deletes
  enum class SameSite { strict, lax, none } same_site = SameSite::lax;
};
// Always Secure, HttpOnly, Path=/.
void set_cookie(Response& response, const SetCookie& cookie);

using Handler = std::function<Task<Response>(const Request&)>;

struct Route {
  Method method;        // get also answers HEAD
  std::string pattern;  // "/purchase/:code/events"; logged in place of the path, which may hold a secret
  Handler handler;
};

}  // namespace sealcart::http
