// GET /purchase/:code/events : tells the waiting window of an answer (seed S322, S1222), as server-sent events.
#include <algorithm>

#include "mall/web/endpoints.h"
#include "mall/web/purchase_code.h"

namespace sealcart::mall {
namespace {

struct Stream {
  Shop& shop;
  std::string code_hash;
  Purchase purchase;
  enum class Next { greeting, answer, end } next = Next::greeting;
};

std::string event(std::string_view outcome) {
  return "event: result\ndata: {\"outcome\":\"" + std::string(outcome) + "\"}\n\n";
}

std::string_view outcome_name(State state) {
  switch (state) {
    case State::ok:
      return protocol::name(protocol::Outcome::ok);
    case State::no:
      return protocol::name(protocol::Outcome::no);
    case State::ng:
      return protocol::name(protocol::Outcome::ng);
    case State::pending:
      break;
  }
  return "EXPIRED";
}

std::int64_t answered(const Purchase& purchase) {
  return std::count_if(purchase.handovers.begin(), purchase.handovers.end(),
                       [](const Handover& handover) { return handover.state != State::pending; });
}

bool waits(const Purchase& purchase, Time now) {
  return std::any_of(purchase.handovers.begin(), purchase.handovers.end(), [&](const Handover& handover) {
    return handover.state == State::pending && !seems_expired(handover, now);
  });
}

// The answer that came last; EXPIRED when the last hand-over has none.
std::string_view latest(const Purchase& purchase) {
  const Handover* found = &purchase.handovers.back();
  for (const Handover& handover : purchase.handovers) {
    if (handover.answered && (!found->answered || *handover.answered > *found->answered)) found = &handover;
  }
  return outcome_name(found->state);
}

Task<std::optional<std::string>> next_chunk(std::shared_ptr<Stream> stream) {
  Shop& shop = stream->shop;
  if (stream->next == Stream::Next::end) co_return std::nullopt;
  const bool waiting = waits(stream->purchase, shop.party.clock.now());
  if (stream->next == Stream::Next::greeting) {
    stream->next = Stream::Next::answer;
    if (waiting) co_return "retry: 2000\n\n";
  }
  if (waiting) {
    const bool came =
        co_await shop.waiting.more_than(stream->purchase.number, answered(stream->purchase), shop.party.clock.now());
    auto now = co_await shop.party.database.read(
        [&](sql::Connection& c) { return store::purchase_by_code(c, stream->code_hash); });
    if (now) stream->purchase = std::move(*now);
    if (!came && waits(stream->purchase, shop.party.clock.now())) co_return ":\n\n";
  }
  stream->next = Stream::Next::end;
  co_return event(latest(stream->purchase));
}

}  // namespace

Task<http::Response> stream_outcome(Shop& shop, const http::Request& request) {
  const std::string hash = code_hash(shop.purchase_secret, request.captures.at(0));
  auto purchase =
      co_await shop.party.database.read([&](sql::Connection& c) { return store::purchase_by_code(c, hash); });
  if (!purchase) {
    co_return exchange::problem_response(shop.party, request, {404, "purchase-unknown", "No purchase has this code."});
  }
  auto stream = std::make_shared<Stream>(Stream{shop, hash, std::move(*purchase)});
  http::Response response;
  response.content_type = "text/event-stream";
  response.stream = [stream] { return next_chunk(stream); };
  co_return response;
}

}  // namespace sealcart::mall
