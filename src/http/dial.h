// Opening a connection to a partner.
#pragma once

#include <memory>
#include <string>

#include "core/problem.h"
#include "core/task.h"
#include "http/channel.h"
#include "http/tls_context.h"

namespace sealcart::http {

struct Origin {
  std::string host;
  std::uint16_t port = 443;
};

// A connection over which the TLS handshake is done and the partner's certificate, name and revocation are checked.
// `deadline` in steady milliseconds. Problems as Client::send says.
Task<Expected<std::unique_ptr<Channel>>> dial(const Origin& origin, const TlsContext& tls, std::int64_t deadline);

// Why `channel` ended, in the terms of Client::send.
Problem fault_of(Channel& channel, const Origin& origin);

}  // namespace sealcart::http
