// Reads HTTP/1.1 messages (RFC 9112) out of the bytes of a connection, however they are cut. Keeps Boost.Beast, which
// is slow to compile, in one translation unit.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace sealcart::http {

class RequestReader {
 public:
  RequestReader(std::size_t header_bytes, std::size_t body_bytes);
  ~RequestReader();

  // Begins the next request, which is read into `request`: what is there is cleared, its memory used again. `request`
  // must outlive the reading.
  void start(Request& request);
  // Takes bytes from the front; says how many. What is left belongs to the next call, with more behind it.
  std::size_t put(std::string_view bytes);

  bool is_done() const;
  // 0, or the status to answer with and close: 400, 411 (a Transfer-Encoding: only a Content-Length is taken), 413 or
  // 431.
  int failure() const;
  // The head has come, the body has not, and the client waits for leave to send it (RFC 9110 section 10.1.1).
  bool wants_continue() const;
  bool keeps_alive() const;
  bool is_http_1_0() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Takes no Transfer-Encoding: a body has a length or ends with the connection.
class ResponseReader {
 public:
  // `to_head`: the response to a HEAD request, which has no body whatever its headers say.
  ResponseReader(std::size_t body_bytes, bool to_head);
  ~ResponseReader();

  std::size_t put(std::string_view bytes);
  void put_end();  // the server closed the connection

  bool is_done() const;
  bool has_failed() const;
  std::string_view reason() const;  // why, when it has failed
  bool keeps_alive() const;
  int status() const;
  std::string& content_type();
  std::string& body();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sealcart::http
