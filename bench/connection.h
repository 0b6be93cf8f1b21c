// A customer's browser as a load generator needs it: one kept TLS 1.3 connection, one request at a time, blocking.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/openssl_ptr.h"

namespace sealcart::bench {

struct Answer {
  int status = 0;
  std::string head;  // status line and headers
  std::string body;
  std::string_view header(std::string_view name) const;  // empty when absent
  // The "name=value" of a cookie that is set; empty when it is not.
  std::string cookie(std::string_view name) const;
};

// An address on this machine: `host` is what TLS and the Host header say.
struct Address {
  std::string host;
  std::uint16_t port = 0;
  std::string origin() const { return "https://" + host + ":" + std::to_string(port); }
  static Address parse(const std::string& origin);
};

class Connection {
 public:
  // Believes any certificate. Throws std::runtime_error.
  explicit Connection(const Address& to);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Sends a whole request and reads its answer, which must have a Content-Length. The answer lives until the next one.
  const Answer& ask(std::string_view request);

 private:
  void more();
  int socket_ = -1;
  http::SslPtr ssl_;
  std::string in_;
  Answer answer_;
};

// A request as a browser sends it; one with a body is a form's POST.
std::string get(const Address& to, std::string_view path, std::string_view cookie = {});
std::string post(const Address& to, std::string_view path, std::string_view cookie, std::string_view body);

// What stands between two texts; throws std::runtime_error when they are not there.
std::string between(std::string_view text, std::string_view before, std::string_view after);

// A number out of a system call's answer; throws std::system_error naming `what` when it is negative.
int checked(int result, const char* what);

}  // namespace sealcart::bench
