#include "http/dial.h"

#include <fmt/format.h>
#include <openssl/err.h>

#include <boost/asio/ip/tcp.hpp>
#include <vector>

namespace sealcart::http {

using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

struct Resolve {
  tcp::resolver& resolver;
  const Origin& origin;
  error_code error;
  std::vector<tcp::endpoint> endpoints;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> self) {
    resolver.async_resolve(origin.host, std::to_string(origin.port), tcp::resolver::numeric_service,
                           [this, self](const error_code& failed, const tcp::resolver::results_type& found) {
                             error = failed;
                             for (const auto& entry : found) endpoints.push_back(entry.endpoint());
                             self.resume();
                           });
  }
  void await_resume() const noexcept {}
};

struct Connect {
  tcp::socket& socket;
  const tcp::endpoint& endpoint;
  error_code error;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> self) {
    socket.async_connect(endpoint, [this, self](const error_code& failed) {
      error = failed;
      self.resume();
    });
  }
  error_code await_resume() const noexcept { return error; }
};

// What must end when the deadline passes before there is a Channel.
class Attempt final : public Watched {
 public:
  Attempt(EventLoop& loop, std::int64_t deadline) : resolver(loop.context()), socket(loop.context()) {
    expire_at(deadline);
    loop.watch(*this);
  }
  void expire() override {
    expired = true;
    error_code ignored;
    resolver.cancel();
    socket.close(ignored);
  }

  tcp::resolver resolver;
  tcp::socket socket;
  bool expired = false;
};

bool is_loopback_name(std::string_view host) { return host == "localhost" || host.ends_with(".localhost"); }

Problem unreachable(const Origin& origin, std::string_view why) {
  return {502, "partner-unreachable", fmt::format("{} port {}: {}", origin.host, origin.port, why)};
}

Problem timed_out(const Origin& origin) {
  return {504, "partner-timeout", fmt::format("{} port {} did not answer in time", origin.host, origin.port)};
}

Task<Expected<tcp::socket>> connect(const Origin& origin, std::int64_t deadline) {
  Attempt attempt(EventLoop::here(), deadline);
  std::vector<tcp::endpoint> endpoints;
  error_code error;
  if (is_loopback_name(origin.host)) {
    endpoints.emplace_back(boost::asio::ip::address_v4::loopback(), origin.port);
  } else {
    Resolve resolve{attempt.resolver, origin, {}, {}};
    co_await resolve;
    endpoints = std::move(resolve.endpoints);
    error = resolve.error;
  }
  for (const tcp::endpoint& endpoint : endpoints) {
    if (attempt.expired) break;
    Connect connecting{attempt.socket, endpoint, {}};
    error = co_await connecting;
    if (!error && !attempt.expired) co_return std::move(attempt.socket);
    error_code ignored;
    attempt.socket.close(ignored);
  }
  if (attempt.expired) co_return tl::unexpected(timed_out(origin));
  co_return tl::unexpected(unreachable(origin, error ? error.message() : "the name has no address"));
}

SslPtr connecting_to(const Origin& origin, const TlsContext& tls) {
  SslPtr ssl(SSL_new(tls.ssl.get()));
  if (!ssl) return nullptr;
  SSL_set_connect_state(ssl.get());
  X509_VERIFY_PARAM* check = SSL_get0_param(ssl.get());
  X509_VERIFY_PARAM_set_hostflags(check, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  error_code no_address;
  boost::asio::ip::make_address(origin.host, no_address);
  bool good = no_address ? X509_VERIFY_PARAM_set1_host(check, origin.host.data(), origin.host.size()) == 1 &&
                               SSL_set_tlsext_host_name(ssl.get(), origin.host.c_str()) == 1
                         : X509_VERIFY_PARAM_set1_ip_asc(check, origin.host.c_str()) == 1;
  return good ? std::move(ssl) : nullptr;
}

// Alerts by which a server refuses our certificate (RFC 8446 section 6.2).
bool refuses_certificate(int reason) {
  switch (reason) {
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
    case SSL_R_TLSV1_ALERT_DECRYPT_ERROR:
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return true;
    default:
      return false;
  }
}

}  // namespace

Problem fault_of(Channel& channel, const Origin& origin) {
  if (channel.ended() == Ended::expired) return timed_out(origin);
  if (channel.ended() == Ended::failed) {
    long verdict = SSL_get_verify_result(channel.ssl());
    if (verdict != X509_V_OK) {
      return {502, "partner-certificate",
              fmt::format("the certificate of {} is refused: {}", origin.host, X509_verify_cert_error_string(verdict))};
    }
    const char* text = ERR_reason_error_string(channel.failure());
    std::string reason = text == nullptr ? "unknown fault" : text;
    if (refuses_certificate(ERR_GET_REASON(channel.failure()))) {
      return {502, "partner-certificate", fmt::format("{} refuses our certificate: {}", origin.host, reason)};
    }
    return unreachable(origin, reason);
  }
  return unreachable(origin, "the connection was closed");
}

Task<Expected<std::unique_ptr<Channel>>> dial(const Origin& origin, const TlsContext& tls, std::int64_t deadline) {
  Expected<tcp::socket> socket = co_await connect(origin, deadline);
  if (!socket) co_return tl::unexpected(std::move(socket.error()));
  SslPtr ssl = connecting_to(origin, tls);
  if (!ssl) co_return tl::unexpected(unreachable(origin, "the host's name will not do"));
  auto channel = std::make_unique<Channel>(EventLoop::here(), std::move(*socket), std::move(ssl));
  channel->expire_at(deadline);
  bool shaken = co_await channel->handshake();
  if (!shaken) co_return tl::unexpected(fault_of(*channel, origin));
  co_return std::move(channel);
}

}  // namespace sealcart::http
