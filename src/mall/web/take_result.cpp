#include "mall/web/take_result.h"

#include <spdlog/logger.h>

#include "mall/rules/result.h"
#include "protocol/verified.h"

namespace sealcart::mall {
namespace {

// Numbers of purchases and names of statuses: all that may be logged of them.
void log(spdlog::logger& to, const store::ReplyArrival& arrival) {
  const std::string& number = arrival.purchase.empty() ? "unknown" : arrival.purchase;
  switch (arrival.acceptance) {
    case Acceptance::apply:
      to.info("purchase {} answered by {}: {}", number, arrival.issuer, name(arrival.reply.outcome));
      break;
    case Acceptance::replay:
      to.debug("purchase {}: the same result again", number);
      break;
    case Acceptance::conflict:
      to.error("purchase {}: a second, different result from {} was refused", number, arrival.issuer);
      break;
    default:
      to.warn("purchase {}: a result from {} was refused: {}", number, arrival.issuer, name(arrival.acceptance));
  }
}

struct Verified {
  Reply reply;
  std::string issuer;
};

template <class Document>
Task<Expected<Verified>> verify(const Shop& shop, const std::string& document, Role role,
                                std::shared_ptr<const exchange::Partner> carrier) {
  const exchange::Party& party = shop.party;
  const auto sender = co_await exchange::find_sender(party, document, Document::type, name(role));
  if (!sender) co_return tl::unexpected(sender.error());
  if (carrier && sender->partner->id != carrier->id) {
    co_return problem(403, "result-issuer", "The certificate and the document name two different parties.");
  }
  auto decoded = protocol::decode<Document>(document, sender->partner->origin, party.config.origin, party.clock.now(),
                                            sender->keys);
  if (!decoded) co_return tl::unexpected(decoded.error());
  co_return Verified{reply_of(std::move(*decoded)), sender->partner->id};
}

}  // namespace

Task<Expected<std::string>> take_result(Shop& shop, std::string document,
                                        std::shared_ptr<const exchange::Partner> carrier) {
  using protocol::SettlementResult, protocol::ShippingReceipt;
  const bool receipt = protocol::claimed_type(document) == ShippingReceipt::type;
  auto verified = receipt ? verify<ShippingReceipt>(shop, document, Role::shipping, std::move(carrier))
                          : verify<SettlementResult>(shop, document, Role::credit, std::move(carrier));
  auto known = co_await std::move(verified);
  if (!known) co_return tl::unexpected(known.error());
  store::ReplyArrival arrival{.reply = std::move(known->reply),
                              .issuer = std::move(known->issuer),
                              .document_hash = protocol::document_hash(document),
                              .now = shop.party.clock.now()};
  co_await shop.replies.submit(arrival);
  log(shop.party.log, arrival);
  if (const auto refused = refusal(arrival.acceptance)) co_return tl::unexpected(*refused);
  if (arrival.acceptance == Acceptance::apply) {
    if (arrival.bought != State::pending) shop.stockroom.settled(arrival.purchase, arrival.bought);
    shop.waiting.one_more(arrival.purchase);
  }
  co_return std::move(arrival.handover);
}

}  // namespace sealcart::mall
