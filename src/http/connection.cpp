#include "http/connection.h"

#include <fmt/format.h>
#include <openssl/err.h>

#include <algorithm>
#include <chrono>
#include <cstring>

#include "core/wipe.h"
#include "http/channel.h"
#include "http/head.h"
#include "http/peer_tls.h"

namespace sealcart::http {

// g++ 12 lays out the frame of a coroutine wrongly when a co_await stands in a condition and the function has no local
// variable: so what is awaited goes into a variable first, here and elsewhere in this folder.

namespace {

// What one TLS record carries: a head goes out together with as much of the body as fits behind it.
constexpr std::size_t record_bytes = 16 * 1024;
// A partner's certificate is checked again at least this often on a connection that stays open: it may have expired.
constexpr std::int64_t recheck_milliseconds = 3'600'000;
// Of a larger body, as much as this may take request_seconds, and as much again the next: a slow line is not cut, and
// who stands still is.
constexpr std::size_t step_bytes = 256 * 1024;

class Connection final : public Stoppable {
 public:
  Connection(std::shared_ptr<Site> site, EventLoop& loop, boost::asio::ip::tcp::socket socket, RateLimit::Key client)
      : site_(site),
        permit_(site),
        lane_(site->lanes[static_cast<std::size_t>(loop.index())]),
        loop_(loop),
        client_(client),
        tls_(site->tls.current()),
        channel_(loop, std::move(socket), accepting(*tls_)) {
    lane_.running.push_back(*this);
  }
  ~Connection() override { site_->give_back(lane_, std::move(exchange_)); }

  Task<void> run();
  void stop() override;

 private:
  enum class Phase { handshake, idle, busy, streaming };

  static SslPtr accepting(const TlsContext& tls) {
    SslPtr ssl(SSL_new(tls.ssl.get()));
    if (!ssl) throw std::bad_alloc();
    SSL_set_accept_state(ssl.get());
    return ssl;
  }

  Task<bool> greet();
  Task<bool> serve_one();
  void wipe_used();
  Task<bool> wait_for_request();
  Task<int> receive();
  Task<Response> answer();
  Task<Response> handle(const Route& route);
  Task<bool> send(Response& response);
  Task<bool> send_stream(Response& response);
  bool write_head_of(Response& response, bool sized);
  bool partner_still_holds();
  void tell(int status, std::int64_t microseconds);
  const Limits& limits() const { return site_->listen.limits; }

  std::shared_ptr<Site> site_;
  Site::Permit permit_;
  Lane& lane_;
  EventLoop& loop_;
  RateLimit::Key client_;
  std::shared_ptr<const TlsContext> tls_;
  Channel channel_;
  std::unique_ptr<Exchange> exchange_;
  std::string partner_host_;
  std::string_view route_;                   // pattern of the route of the present request
  std::optional<std::size_t> stream_bytes_;  // what the present response says of its stream
  std::uint64_t checked_generation_ = 0;
  std::int64_t checked_at_ = 0;
  Phase phase_ = Phase::handshake;
  bool keep_ = true;
  bool lingers_ = false;  // the peer may still be sending when this side has said its last word
};

Task<void> Connection::run() {
  try {
    bool good = co_await greet();
    while (good) {
      good = co_await serve_one();
      wipe_used();
    }
  } catch (const std::exception& fault) {
    site_->warn(std::string("connection ended: ") + fault.what());
  }
  if (exchange_) exchange_->begin = exchange_->end;  // nobody will read the rest
  wipe_used();
  if (lingers_) {
    co_await channel_.linger();
  } else {
    channel_.close();
  }
}

void Connection::stop() {
  if (phase_ == Phase::busy || phase_ == Phase::handshake) return;  // ends by itself after its request
  // What feeds a stream may sleep for long, so it is not waited for; its coroutine ends when it wakes.
  permit_.release();
  channel_.expire();
}

Task<bool> Connection::greet() {
  channel_.expire_in(limits().request_seconds);
  bool shaken = co_await channel_.handshake();
  if (!shaken) {
    long verdict = SSL_get_verify_result(channel_.ssl());
    if (channel_.ended() == Ended::failed && verdict != X509_V_OK) {
      site_->warn(fmt::format("partner's certificate refused: {}", X509_verify_cert_error_string(verdict)));
    }
    // The alert that says why must reach the peer.
    lingers_ = channel_.ended() == Ended::failed;
    co_return false;
  }
  if (site_->listen.require_client_certificate) {
    partner_host_ = peer_dns_name(channel_.ssl());
    checked_generation_ = tls_->generation;
    checked_at_ = steady_milliseconds();
    if (site_->hooks.met) site_->hooks.met({partner_host_, false, peer_tls(channel_.ssl()), "ok"});
  }
  tls_.reset();
  co_return true;
}

Task<bool> Connection::wait_for_request() {
  if (exchange_ && exchange_->has_bytes()) co_return true;
  if (!channel_.has_pending()) {
    site_->give_back(lane_, std::move(exchange_));
    phase_ = Phase::idle;
    if (site_->stopping) co_return false;
    channel_.expire_in(limits().idle_seconds);
    bool came = co_await channel_.readable();
    if (!came) co_return false;
    phase_ = Phase::busy;
  }
  if (!exchange_) exchange_ = site_->take_exchange(lane_);
  co_return true;
}

// The status to answer with at once, 200 when the request is whole, 0 when the client is gone.
Task<int> Connection::receive() {
  Exchange& exchange = *exchange_;
  exchange.reader.start(exchange.request);
  bool invited = false;
  std::size_t step = 0;
  for (;;) {
    if (exchange.has_bytes()) {
      std::string_view bytes(exchange.in.data() + exchange.begin, exchange.end - exchange.begin);
      exchange.begin += exchange.reader.put(bytes);
      if (exchange.reader.failure() != 0) co_return exchange.reader.failure();
      if (exchange.reader.is_done()) co_return 200;
      if (exchange.reader.wants_continue() && !invited) {
        invited = true;
        bool told = co_await channel_.write("HTTP/1.1 100 Continue\r\n\r\n");
        if (!told) co_return 0;
      }
    }
    std::memmove(exchange.in.data(), exchange.in.data() + exchange.begin, exchange.end - exchange.begin);
    exchange.end -= exchange.begin;
    exchange.begin = 0;
    if (exchange.end == exchange.in.size()) co_return 400;  // more than a head may be, and the parser has taken none
    std::size_t count = co_await channel_.read(std::span(exchange.in).subspan(exchange.end));
    if (count == 0) co_return 0;
    exchange.received(count);
    step += count;
    if (step < step_bytes) continue;
    step = 0;
    channel_.expire_in(limits().request_seconds);
  }
}

bool Connection::partner_still_holds() {
  if (!site_->listen.require_client_certificate) return true;
  std::int64_t now = steady_milliseconds();
  std::uint64_t generation = site_->tls.generation();
  if (generation == checked_generation_ && now - checked_at_ < recheck_milliseconds) return true;
  std::shared_ptr<const TlsContext> current = site_->tls.current();
  std::optional<std::string> reason = reject_peer(channel_.ssl(), *current);
  checked_generation_ = current->generation;
  checked_at_ = now;
  if (!reason) return true;
  site_->warn(fmt::format("partner {} is not believed any more: {}", partner_host_, *reason));
  if (site_->hooks.met) site_->hooks.met({partner_host_, false, peer_tls(channel_.ssl()), *reason});
  return false;
}

Task<Response> Connection::handle(const Route& route) {
  std::string fault;
  try {
    co_return co_await route.handler(exchange_->request);
  } catch (const std::exception& thrown) {
    fault = thrown.what();
  }
  site_->warn(fmt::format("{}: {}", route.pattern, fault));
  co_return site_->failure(exchange_->request, 500);
}

Task<Response> Connection::answer() {
  Request& request = exchange_->request;
  request.partner_host = partner_host_;
  if (!partner_still_holds()) {
    keep_ = false;
    lingers_ = true;
    co_return site_->failure(exchange_->request, 403);
  }
  if (!site_->rate.take(client_, steady_milliseconds())) {
    Response response = site_->failure(exchange_->request, 429);
    response.headers.emplace_back("Retry-After", "1");
    co_return response;
  }
  Router::Match match = site_->router.match(request);
  if (match.status == 200) {
    route_ = match.route->pattern;
    channel_.expire_never();
    co_return co_await handle(*match.route);
  }
  Response response = site_->failure(exchange_->request, match.status);
  if (match.status == 405) response.headers.emplace_back("Allow", std::move(match.allow));
  co_return response;
}

bool Connection::write_head_of(Response& response, bool sized) {
  Framing framing;
  framing.date = loop_.date();
  framing.http_1_0 = exchange_->reader.is_http_1_0();
  if (sized) framing.length = response.shared_body ? response.shared_body->size() : response.body.size();
  if (response.stream) framing.length = stream_bytes_;
  framing.chunked = response.stream && !framing.length && !framing.http_1_0;
  if (response.stream && !framing.length && framing.http_1_0) keep_ = false;
  framing.keep = keep_;
  exchange_->out.clear();
  return write_head(exchange_->out, response, framing);
}

Task<bool> Connection::send(Response& response) {
  bool bodiless = response.status == 204 || response.status == 304;
  stream_bytes_ = response.stream ? take_length(response) : std::nullopt;
  if (!write_head_of(response, !bodiless && !response.stream)) {
    site_->warn(fmt::format("{}: a header of the response cannot be sent", route_));
    response = site_->failure(exchange_->request, 500);
    if (!write_head_of(response, true)) co_return false;
  }
  channel_.expire_in(limits().request_seconds);
  std::string& out = exchange_->out;
  bool head_only = bodiless || exchange_->request.method == Method::head;
  if (response.stream) {
    bool begun = co_await channel_.write(out);
    if (!begun || head_only) co_return begun;
    co_return co_await send_stream(response);
  }
  std::string_view body = response.shared_body ? *response.shared_body : response.body;
  if (head_only) body = {};
  std::size_t beside_head = out.size() < record_bytes ? std::min(body.size(), record_bytes - out.size()) : 0;
  out += body.substr(0, beside_head);
  bool good = co_await channel_.write(out);
  for (body.remove_prefix(beside_head); good && !body.empty(); body.remove_prefix(std::min(step_bytes, body.size()))) {
    channel_.expire_in(limits().request_seconds);
    good = co_await channel_.write(body.substr(0, step_bytes));
  }
  co_return good;
}

Task<bool> Connection::send_stream(Response& response) {
  Exchange& exchange = *exchange_;
  bool chunked = !exchange.reader.is_http_1_0() && !stream_bytes_;
  std::size_t left = stream_bytes_.value_or(0);
  phase_ = Phase::streaming;
  while (!site_->stopping) {
    channel_.expire_never();
    std::optional<std::string> chunk = co_await response.stream();
    channel_.expire_in(limits().request_seconds);
    if (!chunk) {
      phase_ = Phase::busy;
      bool ended = co_await channel_.write(chunked ? "0\r\n\r\n" : "");
      co_return ended&& keep_&& left == 0;  // less than was said: the client must see that it is not the whole
    }
    if (stream_bytes_ && chunk->size() > left) co_return false;
    if (stream_bytes_) left -= chunk->size();
    // The first write to a client that has left still succeeds, so it is asked for. What it sends early is kept.
    if (exchange.begin == exchange.end) exchange.begin = exchange.end = 0;
    std::span<char> space = std::span(exchange.in).subspan(exchange.end);
    std::size_t count = 0;
    if (space.empty() || !channel_.is_alive(space, count)) co_return false;
    exchange.received(count);
    if (chunk->empty()) continue;  // an empty chunk would end the body
    exchange.out.clear();
    if (chunked) exchange.out += fmt::format("{:x}\r\n", chunk->size());
    exchange.out += *chunk;
    if (chunked) exchange.out += "\r\n";
    bool sent = co_await channel_.write(exchange.out);
    if (!sent) co_return false;
  }
  co_return false;
}

void Connection::tell(int status, std::int64_t microseconds) {
  if (site_->hooks.access) site_->hooks.access(Access{route_, status, microseconds, partner_host_});
}

// False when the connection has to end.
Task<bool> Connection::serve_one() {
  bool came = co_await wait_for_request();
  if (!came) co_return false;
  phase_ = Phase::busy;
  route_ = "-";
  channel_.expire_in(limits().request_seconds);
  int received = co_await receive();
  if (received == 0) co_return false;
  auto begin = std::chrono::steady_clock::now();
  keep_ = received == 200 && exchange_->reader.keeps_alive() && !site_->stopping;
  lingers_ = received != 200;
  Response response;
  if (received == 200) {
    response = co_await answer();
  } else {
    response = site_->failure(exchange_->request, received);
  }
  if (site_->stopping) keep_ = false;
  bool sent = co_await send(response);
  auto took = std::chrono::steady_clock::now() - begin;
  tell(response.status, std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  co_return sent&& keep_;
}

// The request's own memory has been freed by now.
void Connection::wipe_used() {
  if (!is_wiping()) return;
  if (exchange_) exchange_->wipe_used();
  loop_.wipe_stack_soon();
}

}  // namespace

Task<void> serve(std::shared_ptr<Site> site, EventLoop& loop, boost::asio::ip::tcp::socket socket,
                 RateLimit::Key client) {
  std::unique_ptr<Connection> connection;
  try {
    connection = std::make_unique<Connection>(site, loop, std::move(socket), client);
  } catch (const std::exception& fault) {
    site->warn(std::string("connection refused: ") + fault.what());
  }
  if (connection) co_await connection->run();
}

}  // namespace sealcart::http
