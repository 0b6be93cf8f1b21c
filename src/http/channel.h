// A TLS connection on a loop: OpenSSL on the non-blocking socket itself, waiting for readiness only when it must.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <coroutine>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/task.h"
#include "http/loop.h"
#include "http/openssl_ptr.h"

namespace sealcart::http {

// Awaits that a socket or acceptor can be read or written; false when it was closed meanwhile.
template <class Socket>
struct Ready {
  Socket& socket;
  boost::asio::socket_base::wait_type what;
  bool good = false;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> self) {
    socket.async_wait(what, [this, self](const boost::system::error_code& error) {
      good = !error;
      self.resume();
    });
  }
  bool await_resume() const noexcept { return good; }
};

// How a channel came to its end.
enum class Ended { no, closed, failed, expired };

class Channel : public Watched {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  // Made and used on the loop's thread. `ssl` has been told whether it accepts or connects.
  Channel(EventLoop& loop, Socket socket, SslPtr ssl);

  Task<bool> handshake();
  // At least one byte; 0 when the channel has ended.
  Task<std::size_t> read(std::span<char> space);
  Task<bool> write(std::string_view bytes);
  // Until something has come (bytes, or the end).
  Task<bool> readable();
  // Bytes have been taken from the socket and not read yet.
  bool has_pending() const { return SSL_has_pending(ssl_.get()) == 1; }
  // Asks the socket once, without waiting: true while the peer is there. May take in up to `space` bytes; `read` says
  // how many.
  bool is_alive(std::span<char> space, std::size_t& read);

  // After a write failed: lets read() hear what the peer said before it left.
  void resume_reading();

  // Says goodbye and closes.
  void close();
  // Closes so that the last bytes sent are not lost: an immediate close with unread bytes would reset the connection
  // and could destroy them on their way. Waits for the peer, at most two seconds.
  Task<void> linger();

  void expire() override;
  Ended ended() const { return ended_; }
  // OpenSSL's code of what failed (ERR_get_error), 0 when it was the socket.
  unsigned long failure() const { return failure_; }
  SSL* ssl() { return ssl_.get(); }

 private:
  // After an operation gave `result`: what to wait for, or nullopt when the channel has now ended.
  std::optional<boost::asio::socket_base::wait_type> wanted(int result);
  void end(Ended how);

  Socket socket_;
  SslPtr ssl_;
  Ended ended_ = Ended::no;
  unsigned long failure_ = 0;
};

}  // namespace sealcart::http
