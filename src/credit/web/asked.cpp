#include "credit/web/asked.h"

#include "credit/store/settlements.h"
#include "exchange/documents.h"

namespace sealcart::credit {
namespace {

Asked asked(std::string document, std::shared_ptr<const exchange::Partner> mall, protocol::PaymentRequest request,
            bool expired) {
  const seal::Digest key = store::purchase_key(mall->origin, request.purchase);
  return {std::move(document), std::move(mall), std::move(request), key, expired};
}

}  // namespace

Task<Expected<Asked>> verify_asked(const Bank& bank, std::string document) {
  const exchange::Party& party = bank.party;
  auto sender = co_await exchange::find_sender(party, document, protocol::PaymentRequest::type, "mall");
  if (!sender) co_return tl::unexpected(sender.error());
  auto request = protocol::decode_payment_request(document, sender->partner->origin, party.config.origin,
                                                  party.clock.now(), sender->keys);
  bool expired = false;
  if (!request && request.error().code == "document-expired") {
    // Its signature was checked before its time: the fields may be read to look for the answer that was given in time.
    expired = true;
    request = protocol::reread_payment_request(document, Time{});
  }
  if (!request) co_return tl::unexpected(request.error());
  co_return asked(std::move(document), std::move(sender->partner), std::move(*request), expired);
}

Task<Expected<Asked>> reread_asked(const Bank& bank, std::string document, std::string_view tag,
                                   std::string_view session) {
  const exchange::Party& party = bank.party;
  if (exchange::page_tag_matches(party, tag, document, session)) {
    auto request = protocol::reread_payment_request(document, party.clock.now());
    if (request) {
      auto mall = party.partners.by_origin(request->envelope.issuer);
      if (mall && mall->role == "mall")
        co_return asked(std::move(document), std::move(mall), std::move(*request), false);
    }
  }
  co_return co_await verify_asked(bank, std::move(document));
}

}  // namespace sealcart::credit
