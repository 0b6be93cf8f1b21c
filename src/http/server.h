// HTTPS server: TLS 1.3 only, HTTP/1.1, one event loop per core, each with its own listening socket (SO_REUSEPORT).
// Adds the security headers to every response, bounds sizes, rates, connections and times, and reloads its
// certificate, authority and revocation list without dropping a connection.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/task.h"
#include "http/message.h"
#include "http/tls.h"

namespace sealcart::http {

struct Limits {
  std::size_t body_bytes = 256 * 1024;
  std::size_t header_bytes = 16 * 1024;
  std::size_t connections = 4096;  // per listener; further ones are closed at accept
  int requests_per_second = 200;   // per client address (token bucket, kept in memory only); 0: unbounded
  int burst = 400;
  int idle_seconds = 60;     // between requests
  int request_seconds = 20;  // to receive one request, and to take one response; of larger ones 256 KiB
};

struct Listen {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  TlsFiles tls;
  bool require_client_certificate = false;  // the partners' listener
  std::vector<Route> routes;
  Limits limits;
};

// What the server tells about one exchange: for the log. Holds the route's pattern, never the path.
struct Access {
  std::string_view route;
  int status;
  std::int64_t microseconds;
  std::string_view partner_host;
};

struct Hooks {
  std::function<void(const Access&)> access;     // called on the loop's thread after each response
  std::function<void(const std::string&)> warn;  // an operating fault, in one line
  std::function<void(Meeting)> met;  // a partner connected, or is not believed any more; on the loop's thread
  std::function<Response(const Request&, int status)> failure;  // page for 404, 405, 413, 429, 500 …; may be empty
};

// The process's event loops and their threads. One loop runs on each thread.
class Loops {
 public:
  explicit Loops(int threads);
  ~Loops();  // stops and joins
  int size() const;
  Loop& at(int index);
  void stop();
  void join();  // blocks until stop() was called and every thread ended

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

class Server {
 public:
  // Binds at once; throws std::runtime_error with a sentence for the operator when an address or file will not do.
  Server(Loops& loops, Listen listen, Hooks hooks);
  ~Server();
  std::uint16_t port() const;
  // Reads the TLS files again when one changed (content, not time). New connections use the new ones at once; on a kept
  // partner connection the client certificate is checked again before its next request. Throws like the constructor and
  // keeps the old ones.
  void reload();
  // Stops accepting, lets running requests end (bounded by request_seconds), closes.
  void stop();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace sealcart::http
