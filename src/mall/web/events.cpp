// GET /purchase/:code/events : tells the waiting window of the outcome (seed S322), as server-sent events.
#include "mall/web/endpoints.h"
#include "mall/web/purchase_code.h"

namespace sealcart::mall {
namespace {

struct Stream {
  Shop& shop;
  Purchase purchase;
  enum class Next { greeting, outcome, end } next = Next::greeting;
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

Task<std::optional<std::string>> next_chunk(std::shared_ptr<Stream> stream) {
  Purchase& purchase = stream->purchase;
  const auto expired = [&] { return seems_expired(purchase, stream->shop.party.clock.now()); };
  if (stream->next == Stream::Next::end) co_return std::nullopt;
  if (stream->next == Stream::Next::greeting) {
    stream->next = Stream::Next::outcome;
    if (purchase.state == State::pending && !expired()) co_return "retry: 2000\n\n";
  }
  if (purchase.state == State::pending && !expired()) {
    const auto state = co_await stream->shop.waiting.outcome(purchase.number, stream->shop.party.clock.now());
    if (!state && !expired()) co_return ":\n\n";
    if (state) purchase.state = *state;
  }
  stream->next = Stream::Next::end;
  co_return event(outcome_name(purchase.state));
}

}  // namespace

Task<http::Response> stream_outcome(Shop& shop, const http::Request& request) {
  const std::string hash = code_hash(shop.purchase_secret, request.captures.at(0));
  auto purchase =
      co_await shop.party.database.read([&](sql::Connection& c) { return store::purchase_by_code(c, hash); });
  if (!purchase) {
    co_return exchange::problem_response(shop.party, request, {404, "purchase-unknown", "No purchase has this code."});
  }
  auto stream = std::make_shared<Stream>(Stream{shop, std::move(*purchase)});
  http::Response response;
  response.content_type = "text/event-stream";
  response.stream = [stream] { return next_chunk(stream); };
  co_return response;
}

}  // namespace sealcart::mall
