#include "http/channel.h"

#include <openssl/err.h>
#include <sys/socket.h>

#include <cassert>
#include <cerrno>

namespace sealcart::http {

using boost::system::error_code;

static constexpr int linger_seconds = 2;

Channel::Channel(EventLoop& loop, Socket socket, SslPtr ssl) : socket_(std::move(socket)), ssl_(std::move(ssl)) {
  error_code ignored;
  socket_.native_non_blocking(true, ignored);
  socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  SSL_set_fd(ssl_.get(), socket_.native_handle());
  loop.watch(*this);
}

void Channel::end(Ended how) {
  if (ended_ == Ended::no) ended_ = how;
}

std::optional<boost::asio::socket_base::wait_type> Channel::wanted(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return boost::asio::socket_base::wait_read;
    case SSL_ERROR_WANT_WRITE:
      return boost::asio::socket_base::wait_write;
    case SSL_ERROR_ZERO_RETURN:
      end(Ended::closed);
      return std::nullopt;
    default:
      break;
  }
  failure_ = ERR_peek_error();
  bool cut = failure_ == 0 || ERR_GET_REASON(failure_) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
  if (cut) failure_ = 0;
  end(cut ? Ended::closed : Ended::failed);
  return std::nullopt;
}

Task<bool> Channel::handshake() {
  while (ended_ == Ended::no) {
    ERR_clear_error();
    int result = SSL_do_handshake(ssl_.get());
    if (result == 1) co_return true;
    auto what = wanted(result);
    if (!what) break;
    bool ready = co_await Ready<Socket>{socket_, *what};
    if (!ready) end(Ended::closed);
  }
  co_return false;
}

Task<std::size_t> Channel::read(std::span<char> space) {
  assert(!space.empty());
  while (ended_ == Ended::no) {
    ERR_clear_error();
    std::size_t count = 0;
    int result = SSL_read_ex(ssl_.get(), space.data(), space.size(), &count);
    if (result == 1) co_return count;
    auto what = wanted(result);
    if (!what) break;
    bool ready = co_await Ready<Socket>{socket_, *what};
    if (!ready) end(Ended::closed);
  }
  co_return 0;
}

Task<bool> Channel::write(std::string_view bytes) {
  while (!bytes.empty()) {
    if (ended_ != Ended::no) co_return false;
    ERR_clear_error();
    std::size_t count = 0;
    int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &count);
    if (result == 1) {
      bytes.remove_prefix(count);
      continue;
    }
    auto what = wanted(result);
    if (!what) co_return false;
    bool ready = co_await Ready<Socket>{socket_, *what};
    if (!ready) end(Ended::closed);
  }
  co_return true;
}

Task<bool> Channel::readable() {
  if (ended_ != Ended::no) co_return false;
  bool ready = co_await Ready<Socket>{socket_, boost::asio::socket_base::wait_read};
  if (!ready) end(Ended::closed);
  co_return ended_ == Ended::no;
}

bool Channel::is_alive(std::span<char> space, std::size_t& read) {
  read = 0;
  if (ended_ != Ended::no) return false;
  ERR_clear_error();
  int result = SSL_read_ex(ssl_.get(), space.data(), space.size(), &read);
  return result == 1 || wanted(result).has_value();
}

void Channel::resume_reading() {
  if (ended_ == Ended::expired || !socket_.is_open()) return;
  ended_ = Ended::no;
  failure_ = 0;
}

void Channel::close() {
  if (ended_ == Ended::no) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
    end(Ended::closed);
  }
  error_code ignored;
  socket_.close(ignored);
}

Task<void> Channel::linger() {
  if (!socket_.is_open()) co_return;
  expire_in(linger_seconds);
  if (ended_ == Ended::no) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }
  end(Ended::closed);
  error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  char unread[4096];
  while (socket_.is_open()) {
    ssize_t count = recv(socket_.native_handle(), unread, sizeof unread, 0);
    if (count > 0) continue;
    bool more_may_come = count < 0 && (errno == EAGAIN || errno == EINTR);
    if (!more_may_come) break;
    bool ready = co_await Ready<Socket>{socket_, boost::asio::socket_base::wait_read};
    if (!ready) break;
  }
  socket_.close(ignored);
}

// Closing also ends what waits on the socket. OpenSSL must not be called afterwards: the number of the descriptor may
// already belong to another connection.
void Channel::expire() {
  end(Ended::expired);
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace sealcart::http
