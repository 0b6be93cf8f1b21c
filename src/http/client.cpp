#include "http/client.h"

#include <fmt/format.h>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cassert>
#include <optional>
#include <unordered_map>

#include "http/channel.h"
#include "http/codec.h"
#include "http/dial.h"
#include "http/loop.h"
#include "http/peer_tls.h"
#include "http/tls_context.h"

namespace sealcart::http {

namespace {

constexpr std::size_t max_body_bytes = 1024 * 1024;
constexpr std::size_t read_bytes = 16 * 1024;
constexpr std::size_t max_unparsed_bytes = 128 * 1024;
constexpr std::size_t kept_per_origin = 32;
// Shorter than the time that a server of this system keeps an idle connection open.
constexpr int kept_seconds = 45;

struct Target {
  Origin origin;
  std::string authority;  // Host header
  std::string resource;   // path and query
};

Expected<Target> parse_target(const std::string& text) {
  auto url = boost::urls::parse_uri(text);
  if (url.has_error() || url->scheme() != "https" || url->host().empty() ||
      (url->has_port() && url->port_number() == 0)) {
    return problem(502, "partner-unreachable", "the partner's address is not an https URL");
  }
  Target target;
  target.origin.host = url->host_name();
  if (target.origin.host.empty()) target.origin.host = url->host_address();
  if (url->has_port()) target.origin.port = url->port_number();
  target.authority = url->encoded_host_and_port();
  target.resource = url->encoded_path().empty() ? "/" : std::string(url->encoded_path());
  if (url->has_query()) target.resource += "?" + std::string(url->encoded_query());
  return target;
}

std::string write_request(const ClientRequest& request, const Target& target) {
  assert(request.method != Method::other);
  const char* method = request.method == Method::get ? "GET" : request.method == Method::head ? "HEAD" : "POST";
  std::string out = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", method, target.resource, target.authority);
  if (!request.content_type.empty()) out += fmt::format("Content-Type: {}\r\n", request.content_type);
  if (request.method == Method::post) out += fmt::format("Content-Length: {}\r\n", request.body.size());
  out += "\r\n";
  if (request.method == Method::post) out += request.body;
  return out;
}

// What came of one try over one connection.
struct Outcome {
  Expected<ClientResponse> response;
  bool keep = false;     // the connection can serve another request
  bool unheard = false;  // it was closed before a byte came back
};

Outcome failed(Problem why, bool unheard = false) {
  return Outcome{tl::unexpected<Problem>(std::move(why)), false, unheard};
}

Task<Outcome> ask(Channel& channel, const Origin& origin, const std::string& bytes, bool to_head) {
  // A server may refuse before it has read everything, so what it says is read even when writing fails.
  bool written = co_await channel.write(bytes);
  if (!written && channel.ended() == Ended::expired) co_return failed(fault_of(channel, origin));
  if (!written) channel.resume_reading();
  ResponseReader reader(max_body_bytes, to_head);
  std::string in;  // not yet parsed
  bool heard = false;
  while (!reader.is_done()) {
    std::size_t left = in.size();
    in.resize(left + read_bytes);
    std::size_t count = co_await channel.read(std::span(in).subspan(left));
    in.resize(left + count);
    if (count == 0) {
      if (!heard) co_return failed(fault_of(channel, origin), channel.ended() == Ended::closed);
      if (channel.ended() != Ended::closed) co_return failed(fault_of(channel, origin));
      reader.put_end();
      if (reader.is_done()) break;
      co_return failed(fault_of(channel, origin));
    }
    heard = true;
    in.erase(0, reader.put(in));
    if (reader.has_failed() || in.size() > max_unparsed_bytes) {
      co_return failed({502, "partner-unreachable", fmt::format("{}: {}", origin.host, reader.reason())});
    }
  }
  Outcome outcome{ClientResponse{reader.status(), std::move(reader.content_type()), std::move(reader.body())}};
  // More than one answer would mean that the two sides are out of step.
  outcome.keep = written && in.empty() && reader.keeps_alive() && channel.ended() == Ended::no;
  co_return outcome;
}

}  // namespace

struct Client::Impl {
  struct Kept {
    std::unique_ptr<Channel> channel;
    std::uint64_t generation;
  };
  using Pool = std::unordered_map<std::string, std::vector<Kept>>;

  Impl(Loops& all, TlsFiles files, std::function<void(Meeting)> told)
      : loops(all),
        tls(std::move(files), TlsRole::client),
        met(std::move(told)),
        pools(static_cast<std::size_t>(all.size())) {}

  Pool& pool() { return pools[static_cast<std::size_t>(EventLoop::here().index())]; }
  // A connection that the partner has not closed; nullptr when there is none.
  std::unique_ptr<Channel> take(const std::string& authority);
  void keep(const std::string& authority, std::unique_ptr<Channel> channel, std::uint64_t generation);

  Loops& loops;
  TlsSource tls;
  const std::function<void(Meeting)> met;
  std::vector<Pool> pools;  // by the loop's index; each touched on its loop only
};

std::unique_ptr<Channel> Client::Impl::take(const std::string& authority) {
  auto found = pool().find(authority);
  if (found == pool().end()) return nullptr;
  std::vector<Kept>& kept = found->second;
  while (!kept.empty()) {
    Kept last = std::move(kept.back());
    kept.pop_back();
    char unasked;
    std::size_t count = 0;
    bool good =
        last.generation == tls.generation() && last.channel->is_alive(std::span(&unasked, 1), count) && count == 0;
    if (good) return std::move(last.channel);
  }
  return nullptr;
}

void Client::Impl::keep(const std::string& authority, std::unique_ptr<Channel> channel, std::uint64_t generation) {
  std::vector<Kept>& kept = pool()[authority];
  std::erase_if(kept, [](const Kept& one) { return one.channel->ended() != Ended::no; });
  if (kept.size() == kept_per_origin || generation != tls.generation()) return;
  channel->expire_in(kept_seconds);
  kept.push_back({std::move(channel), generation});
}

Client::Client(Loops& loops, TlsFiles tls, std::function<void(Meeting)> met)
    : impl_(std::make_shared<Impl>(loops, std::move(tls), std::move(met))) {}

// The kept connections belong to their loops' threads and are closed there.
Client::~Client() {
  for (int i = 0; i < impl_->loops.size(); ++i) {
    impl_->loops.at(i).post([impl = impl_, i] { impl->pools[static_cast<std::size_t>(i)].clear(); });
  }
}

void Client::reload() { impl_->tls.reload(); }

Task<Expected<ClientResponse>> Client::send(ClientRequest request, PeerTls* peer) {
  std::shared_ptr<Impl> impl = impl_;
  Expected<Target> target = parse_target(request.url);
  if (!target) co_return tl::unexpected(std::move(target.error()));
  const std::int64_t deadline = steady_milliseconds() + std::int64_t{1000} * request.timeout_seconds;
  const std::string bytes = write_request(request, *target);
  const bool to_head = request.method == Method::head;

  std::shared_ptr<const TlsContext> tls = impl->tls.current();
  std::unique_ptr<Channel> channel = impl->take(target->authority);
  bool fresh = channel == nullptr;
  std::optional<Meeting> met;
  for (;;) {
    if (channel == nullptr) {
      auto dialled = co_await dial(target->origin, *tls, deadline);
      if (!dialled) {
        if (impl->met) impl->met({target->origin.host, true, {}, dialled.error().code});
        co_return tl::unexpected(std::move(dialled.error()));
      }
      channel = std::move(*dialled);
      if (impl->met) met = Meeting{target->origin.host, true, peer_tls(channel->ssl()), "ok"};
    }
    channel->expire_at(deadline);
    if (peer != nullptr) *peer = peer_tls(channel->ssl());
    Outcome outcome = co_await ask(*channel, target->origin, bytes, to_head);
    if (met) {
      // A partner that refuses our certificate says so only after the handshake.
      if (!outcome.response) met->outcome = outcome.response.error().code;
      impl->met(std::move(*met));
      met.reset();
    }
    if (outcome.unheard && !fresh) {
      fresh = true;
      channel.reset();
      continue;
    }
    if (outcome.keep) {
      impl->keep(target->authority, std::move(channel), tls->generation);
    } else {
      channel->close();
    }
    co_return std::move(outcome.response);
  }
}

}  // namespace sealcart::http
