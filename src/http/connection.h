// One client's connection to a server, from the TLS handshake to its end.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "core/task.h"
#include "http/loop.h"
#include "http/site.h"

namespace sealcart::http {

// Serves `socket` until it ends. On the thread of `loop`, which the socket belongs to.
Task<void> serve(std::shared_ptr<Site> site, EventLoop& loop, boost::asio::ip::tcp::socket socket,
                 RateLimit::Key client);

}  // namespace sealcart::http
