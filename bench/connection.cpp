#include "bench/connection.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>

namespace sealcart::bench {
namespace {

SSL_CTX* context() {
  static const http::SslContextPtr made = [] {
    http::SslContextPtr ssl(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_min_proto_version(ssl.get(), TLS1_3_VERSION);
    SSL_CTX_set_read_ahead(ssl.get(), 1);
    SSL_CTX_set_mode(ssl.get(), SSL_MODE_AUTO_RETRY);
    return ssl;
  }();
  return made.get();
}

constexpr std::string_view headers =
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Bench/1.0\r\n"
    "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Language: en-GB,en;q=0.7,ja;q=0.3\r\n";

void add_common(std::string& out, const Address& to, std::string_view cookie) {
  fmt::format_to(std::back_inserter(out), "Host: {}:{}\r\n", to.host, to.port);
  out += headers;
  if (!cookie.empty()) fmt::format_to(std::back_inserter(out), "Cookie: {}\r\n", cookie);
}

}  // namespace

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

std::string_view Answer::header(std::string_view name) const {
  const std::string_view text = head;
  for (std::size_t line = text.find("\r\n"); line != std::string_view::npos; line = text.find("\r\n", line)) {
    line += 2;
    if (text.size() - line <= name.size() || text[line + name.size()] != ':') continue;
    if (strncasecmp(text.data() + line, name.data(), name.size()) != 0) continue;
    const std::size_t begin = text.find_first_not_of(' ', line + name.size() + 1);
    return text.substr(begin, text.find("\r\n", begin) - begin);
  }
  return {};
}

std::string Answer::cookie(std::string_view name) const {
  const std::size_t begin = head.find(std::string(name) + "=");
  return begin == std::string::npos ? std::string() : head.substr(begin, head.find_first_of(";\r", begin) - begin);
}

Address Address::parse(const std::string& origin) {
  const std::size_t colon = origin.rfind(':');
  return {origin.substr(8, colon - 8), static_cast<std::uint16_t>(std::stoi(origin.substr(colon + 1)))};
}

Connection::Connection(const Address& to) : socket_(checked(::socket(AF_INET, SOCK_STREAM, 0), "socket")) {
  const int yes = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(to.port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    const int why = errno;
    ::close(socket_);
    throw std::system_error(why, std::generic_category(), to.origin());
  }
  ssl_.reset(SSL_new(context()));
  SSL_set_fd(ssl_.get(), socket_);
  SSL_set_tlsext_host_name(ssl_.get(), to.host.c_str());
  if (SSL_connect(ssl_.get()) != 1) throw std::runtime_error(to.origin() + ": the TLS handshake failed");
}

Connection::~Connection() {
  if (ssl_) SSL_shutdown(ssl_.get());
  ::close(socket_);
}

void Connection::more() {
  const std::size_t had = in_.size();
  in_.resize(had + 32 * 1024);
  std::size_t count = 0;
  if (SSL_read_ex(ssl_.get(), in_.data() + had, in_.size() - had, &count) != 1) {
    throw std::runtime_error("the server closed the connection");
  }
  in_.resize(had + count);
}

const Answer& Connection::ask(std::string_view request) {
  std::size_t written = 0;
  if (SSL_write_ex(ssl_.get(), request.data(), request.size(), &written) != 1) {
    throw std::runtime_error("the server takes no request");
  }
  in_.clear();
  std::size_t end;
  while ((end = in_.find("\r\n\r\n")) == std::string::npos) more();
  end += 4;
  answer_.head.assign(in_, 0, end);
  answer_.status = std::stoi(answer_.head.substr(9, 3));
  std::size_t length = 0;
  const std::string_view said = answer_.header("content-length");
  std::from_chars(said.data(), said.data() + said.size(), length);
  while (in_.size() < end + length) more();
  answer_.body.assign(in_, end, length);
  return answer_;
}

std::string get(const Address& to, std::string_view path, std::string_view cookie) {
  std::string out = fmt::format("GET {} HTTP/1.1\r\n", path);
  add_common(out, to, cookie);
  out += "\r\n";
  return out;
}

std::string post(const Address& to, std::string_view path, std::string_view cookie, std::string_view body) {
  std::string out = fmt::format("POST {} HTTP/1.1\r\n", path);
  add_common(out, to, cookie);
  fmt::format_to(std::back_inserter(out),
                 "Origin: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
                 to.origin(), body.size());
  out += body;
  return out;
}

std::string between(std::string_view text, std::string_view before, std::string_view after) {
  const std::size_t begin = text.find(before);
  const std::size_t end = begin == std::string_view::npos ? begin : text.find(after, begin + before.size());
  if (end == std::string_view::npos) throw std::runtime_error(fmt::format("no '{}' in: {}", before, text));
  return std::string(text.substr(begin + before.size(), end - begin - before.size()));
}

}  // namespace sealcart::bench
