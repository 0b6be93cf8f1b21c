// What a mall asks for: the request that the customer's browser brought, verified (seed S901, S1601). `Request` is a
// document such as protocol::PaymentRequest.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/problem.h"
#include "core/task.h"
#include "exchange/documents.h"
#include "exchange/party.h"
#include "protocol/verified.h"
#include "seal/sign.h"

namespace sealcart::exchange {

template <class Request>
struct Asked {
  std::string document;  // as received
  std::shared_ptr<const Partner> mall;
  Request request;
  seal::Digest key{};    // protocol::request_key
  bool expired = false;  // good for reading the stored answer, and nothing else
};

// 410, for an Asked that expired and has no stored answer.
Problem request_expired();

// Verifies the document. Problems: those of find_sender and protocol::decode, but for "document-expired".
template <class Request>
Task<Expected<Asked<Request>>> verify_asked(const Party& party, std::string document) {
  auto sender = co_await find_sender(party, document, Request::type, "mall");
  if (!sender) co_return tl::unexpected(sender.error());
  auto request = protocol::decode<Request>(document, sender->partner->origin, party.config.origin, party.clock.now(),
                                           sender->keys);
  bool expired = false;
  if (!request && request.error().code == "document-expired") {
    // Its signature was checked before its time: the fields may be read to look for the answer that was given in time.
    expired = true;
    request = protocol::reread_as<Request>(document, Time{});
  }
  if (!request) co_return tl::unexpected(request.error());
  const seal::Digest key = protocol::request_key(sender->partner->origin, request->purchase.name);
  co_return Asked<Request>{std::move(document), std::move(sender->partner), std::move(*request), key, expired};
}

// The same for a document that comes back from a page of ours: with the page's tag it is not verified a second time.
template <class Request>
Task<Expected<Asked<Request>>> reread_asked(const Party& party, std::string document, std::string_view tag,
                                            std::string_view session) {
  if (page_tag_matches(party, tag, document, session)) {
    auto request = protocol::reread_as<Request>(document, party.clock.now());
    if (request) {
      auto mall = party.partners.by_origin(request->envelope.issuer);
      if (mall && mall->role == "mall") {
        const seal::Digest key = protocol::request_key(mall->origin, request->purchase.name);
        co_return Asked<Request>{std::move(document), std::move(mall), std::move(*request), key, false};
      }
    }
  }
  co_return co_await verify_asked<Request>(party, std::move(document));
}

}  // namespace sealcart::exchange
