// HTTPS client for partners: TLS 1.3 only, mutual certificates, name and revocation checked, connections kept and
// shared per origin and loop. Names at or under "localhost" go to the loopback address (RFC 6761 section 6.3).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/problem.h"
#include "core/task.h"
#include "http/server.h"
#include "http/tls.h"

namespace sealcart::http {

struct ClientRequest {
  Method method = Method::get;
  std::string url;  // https://host[:port]/path[?query]
  std::string content_type;
  std::string body;
  int timeout_seconds = 10;
};

struct ClientResponse {
  int status = 0;
  std::string content_type;
  std::string body;  // at most 1 MiB
};

class Client {
 public:
  // `met`: told of each new connection and each that failed, on the loop's thread; may be empty.
  Client(Loops& loops, TlsFiles tls, std::function<void(Meeting)> met = {});
  ~Client();
  // Call on one of the loops. A transport fault is Problem 502 "partner-unreachable", 502 "partner-certificate" (with
  // the verifier's reason in the detail) or 504 "partner-timeout". Any HTTP status is a success here. A request on a
  // kept connection that turns out closed before a byte came back is tried once more on a fresh one.
  Task<Expected<ClientResponse>> send(ClientRequest request, PeerTls* peer = nullptr);
  void reload();  // as Server::reload; kept connections are not used again

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace sealcart::http
