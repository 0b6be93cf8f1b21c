#include "http/server.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <cassert>
#include <future>
#include <stdexcept>

#include "http/channel.h"
#include "http/connection.h"
#include "http/loop.h"
#include "http/site.h"

namespace sealcart::http {

using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr int backlog = 1024;
// How many connections one loop takes in before it looks at what it already has.
constexpr int accepted_at_once = 64;

class Door final : public Watched, public Stoppable {
 public:
  Door(EventLoop& loop, Lane& lane, tcp::acceptor acceptor) : acceptor_(std::move(acceptor)) {
    loop.watch(*this);
    lane.running.push_back(*this);
  }
  tcp::acceptor& acceptor() { return acceptor_; }
  void expire() override {
    error_code ignored;
    acceptor_.close(ignored);
  }
  void stop() override { expire(); }

 private:
  tcp::acceptor acceptor_;
};

// Takes in what waits at the door. The error when the operating system has no more to give.
error_code admit(const std::shared_ptr<Site>& site, EventLoop& loop, tcp::acceptor& acceptor) {
  for (int i = 0; i < accepted_at_once; ++i) {
    tcp::socket socket(loop.context());
    tcp::endpoint client;
    error_code error;
    acceptor.accept(socket, client, error);
    if (error == boost::asio::error::would_block) return {};
    if (error == boost::asio::error::connection_aborted) continue;
    if (error) return error;
    if (site->running() >= site->listen.limits.connections + site->lanes.size()) continue;  // closes it
    spawn(serve(site, loop, std::move(socket), RateLimit::key(client.address())));
  }
  return {};
}

Task<void> accept_all(std::shared_ptr<Site> site, EventLoop& loop, tcp::acceptor acceptor, Site::Permit permit) {
  Door door(loop, site->lanes[static_cast<std::size_t>(loop.index())], std::move(acceptor));
  (void)permit;  // held to the end of accepting
  while (!site->stopping && door.acceptor().is_open()) {
    bool someone = co_await Ready<tcp::acceptor>{door.acceptor(), tcp::acceptor::wait_read};
    if (!someone || site->stopping) break;
    error_code error = admit(site, loop, door.acceptor());
    if (!error) continue;
    site->warn("cannot accept connections: " + error.message());
    co_await pause(200);
  }
}

using ReusePort = boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

tcp::acceptor bind(boost::asio::io_context& context, const tcp::endpoint& endpoint, bool shared) {
  tcp::acceptor acceptor(context, endpoint.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  if (shared) acceptor.set_option(ReusePort(true));
  acceptor.bind(endpoint);
  return acceptor;
}

// A listening socket for every loop, all on one port.
std::vector<tcp::acceptor> listen_on(Loops::Impl& loops, const Listen& listen) {
  try {
    tcp::endpoint endpoint(boost::asio::ip::make_address(listen.address), listen.port);
    // Sockets that share a port do not notice another program of this user that shares it too; a plain one does. It
    // does not listen: nobody may connect to what is closed at once.
    if (listen.port != 0) bind(loops.loops.front()->context(), endpoint, false);
    std::vector<tcp::acceptor> acceptors;
    for (auto& loop : loops.loops) {
      acceptors.push_back(bind(loop->context(), endpoint, true));
      endpoint.port(acceptors.back().local_endpoint().port());
    }
    for (tcp::acceptor& acceptor : acceptors) {
      acceptor.listen(backlog);
      acceptor.non_blocking(true);
    }
    return acceptors;
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error(
        fmt::format("cannot listen on {} port {}: {}", listen.address, listen.port, error.code().message()));
  }
}

}  // namespace

struct Server::Impl {
  Impl(Loops& all, Listen listen, Hooks hooks)
      : loops(all.impl()), site(std::make_shared<Site>(all.size(), std::move(listen), std::move(hooks))) {}

  Loops::Impl& loops;
  std::shared_ptr<Site> site;
  std::uint16_t port = 0;
  std::mutex stopping;
};

Server::Server(Loops& loops, Listen listen, Hooks hooks)
    : impl_(std::make_shared<Impl>(loops, std::move(listen), std::move(hooks))) {
  std::vector<tcp::acceptor> acceptors = listen_on(impl_->loops, impl_->site->listen);
  impl_->port = acceptors.front().local_endpoint().port();
  for (std::size_t i = 0; i < acceptors.size(); ++i) {
    EventLoop& loop = *impl_->loops.loops[i];
    // A std::function must be copyable, so the acceptor and its permit go in a shared box.
    auto box = std::make_shared<std::pair<tcp::acceptor, Site::Permit>>(std::move(acceptors[i]), impl_->site);
    loop.post([site = impl_->site, &loop, box] {
      spawn(accept_all(site, loop, std::move(box->first), std::move(box->second)));
    });
  }
}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return impl_->port; }

void Server::reload() { impl_->site->tls.reload(); }

void Server::stop() {
  std::shared_ptr<Site> site = impl_->site;
  site->stopping = true;
  if (impl_->loops.stopped) return;
  for (auto& loop : impl_->loops.loops) {
    loop->post([site, &loop = *loop] {
      auto& running = site->lanes[static_cast<std::size_t>(loop.index())].running;
      for (auto it = running.begin(); it != running.end();) {
        Stoppable& one = *it++;
        one.stop();
      }
    });
  }
  // On a loop's own thread waiting would keep the very requests that are waited for from ending.
  if (Loop::current() != nullptr) return;
  int seconds = site->listen.limits.request_seconds + 1;
  for (int waited = 0; waited < seconds && !impl_->loops.stopped; ++waited) {
    if (site->wait_until_idle(1)) return;
  }
}

}  // namespace sealcart::http
