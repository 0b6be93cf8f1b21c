// Hands messages to a mail server (SMTP, RFC 5321).
#pragma once

#include <memory>
#include <string>

#include "core/problem.h"
#include "mail/message.h"

namespace sealcart::mail {

// From the configuration.
struct Server {
  enum class Security {
    starttls,  // TLS is required, and begins after a first greeting (RFC 3207; port 587)
    tls,       // TLS from the first byte (RFC 8314; port 465)
    none,      // to this machine alone
  };
  std::string host;
  int port = 587;
  Security security = Security::starttls;
  std::string user;  // empty: no sign-in
  std::string password;
  std::string ca_file;        // PEM; empty: the system's authorities
  std::string helo;           // how we name ourselves to the server; empty: this machine's name
  int longest_silence = 120;  // seconds without a word or byte from the server; then the attempt ends
};

// The server has taken the message over.
struct Accepted {
  int code;  // 250
};

// Blocks while it sends: for worker threads, each with a Post of its own. Keeps its connection for the next message.
class Post {
 public:
  // Problem 500 "mail-settings" when the settings contradict one another; connects to nothing yet.
  static Expected<Post> open(Server server);
  Post(Post&&) noexcept;
  Post& operator=(Post&&) noexcept;
  ~Post();

  // Problem 422 "mail-malformed" (see check); 422 "mail-refused" when the server refuses this message for good, with
  // its codes (RFC 5321, RFC 3463) and not its words, which may name persons; 503 "mail-sign-in" and
  // "mail-unavailable" when a later attempt may succeed: connection, TLS, a 4xx answer. A connection that breaks before
  // the last answer leaves open whether the message was taken. Throws when an attachment's file cannot be read.
  Expected<Accepted> send(const Message& message);

 private:
  struct Connection;
  explicit Post(Server server);

  Server server_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace sealcart::mail
