// The demo's page "who knows what": an HTTPS server of its own beside the parties'.
#pragma once

#include <memory>
#include <vector>

#include "cli/knowledge.h"
#include "http/server.h"

namespace sealcart::cli {

class KnowledgePage {
 public:
  // Listens at once on 127.0.0.1:`port`.
  KnowledgePage(std::vector<KnowledgePlace> places, std::uint16_t port, const http::TlsFiles& tls);
  ~KnowledgePage();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sealcart::cli
