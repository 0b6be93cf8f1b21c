// Documents that came from a partner: finding the partner and its keys, and the partners' listener that takes them in
// batches.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "core/task.h"
#include "exchange/party.h"
#include "http/message.h"
#include "protocol/jws.h"

namespace sealcart::exchange {

// Who says to have signed `document`, and with which keys to check it. Problems: as protocol::peek, and 403
// "partner-unknown".
struct Sender {
  std::shared_ptr<const Partner> partner;
  std::vector<protocol::VerifyKey> keys;
};
Task<Expected<Sender>> find_sender(const Party& party, std::string_view document, std::string_view type,
                                   std::string_view role);

// Takes one document from `partner` (whose certificate named it); the answer is what its outbox learns.
using Receive = std::function<Task<Expected<void>>(std::string document, std::shared_ptr<const Partner> partner)>;

// POST /partner/documents on the partners' listener: {"documents":[…]} (at most 64), answered by
// {"answers":[{"status":200} |
// {"status":409,"code":…,"detail":…}, …]} in the same order. Documents of one batch are taken side by side.
http::Route partner_documents(const Party& party, Receive receive);

// The keyed hash that a page carries from where its document was verified to where it is submitted, so that it is
// verified once. `session` binds it to the customer's sign-in (may be empty).
std::string page_tag(const Party& party, std::string_view document, std::string_view session);
bool page_tag_matches(const Party& party, std::string_view tag, std::string_view document, std::string_view session);

}  // namespace sealcart::exchange
