// POST /settle (seed S317 to S321, S903 to S911): the customer gives the card and presses Purchase or Reject.
// parse -> load -> decide -> commit -> reply.
#include <charconv>

#include "core/id.h"
#include "credit/rules/card_number.h"
#include "credit/rules/settlement.h"
#include "credit/store/customers.h"
#include "credit/store/settlements.h"
#include "credit/web/asked.h"
#include "credit/web/card_page.h"
#include "credit/web/endpoints.h"
#include "credit/web/passkey.h"
#include "credit/web/record.h"
#include "credit/web/result_page.h"
#include "credit/web/sign_in.h"

namespace sealcart::credit {
namespace {

constexpr std::size_t most_password_bytes = 1024;

// What the form says about who pays.
struct Payer {
  std::int64_t card_id = 0;  // chosen among the signed-in customer's cards; 0: by number and password
  std::optional<CardNumber> number;
  std::string password;
  bool remember = false;
};

tl::expected<Payer, CardPage> parse_payer(const http::Form& form, bool signed_in) {
  const auto wrong = [](std::string error, std::string field) {
    return tl::unexpected(CardPage{.status = 422, .error = std::move(error), .error_field = std::move(field)});
  };
  Payer payer;
  if (signed_in && form.has("card_id")) {
    const std::string_view text = form.get("card_id");
    std::from_chars(text.data(), text.data() + text.size(), payer.card_id);
    if (payer.card_id <= 0) return wrong("text.card-missing", "card");
    return payer;
  }
  if (form.get("card").empty()) return wrong("text.card-missing", "card");
  payer.number = CardNumber::parse(form.get("card"));
  if (!payer.number) return wrong("text.card-malformed", "card");
  payer.password = std::string(form.get("password"));
  if (payer.password.empty()) return wrong("text.password-missing", "password");
  if (payer.password.size() > most_password_bytes) return wrong("text.wrong-card-or-password", "card");
  payer.remember = form.get("remember") == "1";
  return payer;
}

Task<store::Known> load(Bank& bank, const seal::Digest& key, const Payer& payer) {
  if (payer.number) {
    co_return co_await bank.party.database.read([&](sql::Connection& connection) {
      return store::load(connection, key, bank.secrets.card_hash(*payer.number));
    });
  }
  store::Load one{.purchase_key = key, .card = payer.card_id, .known = {}};
  co_await bank.loads.submit(one);
  co_return std::move(one.known);
}

SettleState state_of(const store::Known& known, const Asked& asked) {
  SettleState state{.settled = known.settled.has_value(), .expired = asked.expired};
  if (known.card) {
    state.card = SettleState::Card{true, known.card->currency, known.card->blocked, known.card->available};
    state.locked_by_operator = known.card->customer_locked;
  }
  return state;
}

bool leaves_open(SettleStatus status) {
  return !outcome(status) && status != SettleStatus::already_settled && status != SettleStatus::request_expired;
}

// How a status that leaves the purchase open looks to the customer.
CardPage try_again(SettleStatus status, const Payer& payer, std::int64_t minutes) {
  CardPage page{.status = 422, .error_field = "card", .minutes = minutes, .chosen_card = payer.card_id};
  switch (status) {
    case SettleStatus::locked_out:
      page.status = 423;
      page.error = "text.locked-minutes";
      break;
    case SettleStatus::locked_by_operator:
      page.status = 423;
      page.error = "text.locked-by-us";
      break;
    case SettleStatus::sign_in_failed:
      page.status = 401;
      page.error = "text.wrong-card-or-password";
      break;
    case SettleStatus::card_not_theirs:
      page.error = "text.card-missing";
      break;
    case SettleStatus::other_currency:
      page.error = "text.other-currency";
      break;
    default:
      assert(false);
  }
  return page;
}

http::Response expired(const Bank& bank, const http::Request& request) {
  return exchange::problem_response(bank.party, request, exchange::request_expired());
}

http::Response settled_before(const Bank& bank, const http::Request& request, const Asked& asked,
                              const store::Known& known) {
  return draw_result_page(bank, request, asked, *known.settled, {.already = true});
}

Task<http::Response> busy(Bank& bank, const http::Request& request, const Asked& asked,
                          std::optional<Session> session) {
  CardPage page{.status = 429, .error = "text.too-busy", .error_field = "password"};
  auto response = co_await draw_card_page(bank, request, asked, std::move(session), std::move(page));
  response.headers.emplace_back("Retry-After", "3");
  co_return response;
}

// The device keeps its id, and with it its counted tries, while it is the same customer's.
void remember_device(const Bank& bank, const http::Request& request, http::Response& response,
                     const std::string& customer) {
  const auto device = read_device(bank, request);
  const bool same = device && device->customer == customer;
  set_device(bank, response, {customer, same ? device->id : random_id(bank.party.random)});
}

Task<http::Response> reject(Bank& bank, const http::Request& request, const Asked& asked) {
  const Payer nobody;
  const store::Known known = co_await load(bank, asked.key, nobody);
  const SettleStatus status = decide({Decision::reject, asked.request.amount}, state_of(known, asked));
  if (status == SettleStatus::already_settled) co_return settled_before(bank, request, asked, known);
  if (status == SettleStatus::request_expired) co_return expired(bank, request);
  const Recorded recorded = co_await record(bank, asked, status, nullptr);
  const ResultShown shown{.already = recorded.already};
  co_return draw_result_page(bank, request, asked, recorded.settled, shown);
}

// What a decision rests on and leads to.
struct Decided {
  SettleStatus status;
  store::Known known;
  std::optional<Session> session;
  CardPage otherwise;          // drawn when the status leaves the purchase open
  bool offer_passkey = false;  // to the card's customer, once it is settled
};

// commit -> reply.
Task<http::Response> conclude(Bank& bank, const http::Request& request, const Asked& asked, Decided decided) {
  const SettleStatus status = decided.status;
  if (status == SettleStatus::already_settled) co_return settled_before(bank, request, asked, decided.known);
  if (status == SettleStatus::request_expired) co_return expired(bank, request);
  if (!outcome(status)) {
    co_return co_await draw_card_page(bank, request, asked, std::move(decided.session), std::move(decided.otherwise));
  }
  const store::CardHeld& card = *decided.known.card;
  const Recorded recorded = co_await record(bank, asked, status, &card);
  ResultShown shown{.already = recorded.already};
  if (!recorded.already) {
    shown.card_last4 = card.last4;
    if (decided.offer_passkey) shown.passkey_for = card.customer;
  }
  co_return draw_result_page(bank, request, asked, recorded.settled, shown);
}

Task<http::Response> purchase(Bank& bank, const http::Request& request, const Asked& asked,
                              std::optional<Session> session, Payer payer) {
  const SettleCommand command{Decision::purchase, asked.request.amount};
  store::Known known = co_await load(bank, asked.key, payer);
  SettleState state = state_of(known, asked);
  std::int64_t minutes = 0;
  bool newly_signed_in = false;
  if (!payer.number) {
    state.signed_in = session.has_value();
    if (known.card) state.card->customers_own = session && known.card->customer == session->customer;
  } else if (!state.settled && !state.expired) {
    const SignIn sign_in = co_await check_password(bank, *payer.number, known.card, std::move(payer.password));
    if (sign_in.answer == SignIn::Answer::busy) co_return co_await busy(bank, request, asked, session);
    minutes = sign_in.minutes;
    state.tries_allowed = sign_in.answer != SignIn::Answer::locked;
    state.signed_in = newly_signed_in = sign_in.answer == SignIn::Answer::right;
  }

  Decided decided{.status = decide(command, state), .known = std::move(known), .session = std::move(session)};
  if (leaves_open(decided.status)) decided.otherwise = try_again(decided.status, payer, minutes);
  decided.offer_passkey = newly_signed_in;
  std::optional<Session> started;
  if (newly_signed_in && payer.remember && decided.status != SettleStatus::locked_by_operator) {
    started = Session{decided.known.card->customer, random_id(bank.party.random)};
    decided.session = started;
  }
  http::Response response = co_await conclude(bank, request, asked, std::move(decided));
  if (started) {
    set_session(bank, response, *started);
    remember_device(bank, request, response, started->customer);
  }
  co_return response;
}

// A passkey says who the customer is; the card is the customer's only one in the currency, or chosen on the next page.
Task<http::Response> purchase_by_passkey(Bank& bank, const http::Request& request, const Asked& asked,
                                         std::optional<Session> session, PasskeyUsed used) {
  Payer payer;
  store::Known known = co_await load(bank, asked.key, payer);
  SettleState state = state_of(known, asked);
  PasskeySignIn who;
  std::vector<store::CardOnPage> cards;
  if (!state.settled && !state.expired) {
    who = co_await check_passkey(bank, asked.document, std::move(used));
    const Currency currency = asked.request.amount.currency;
    cards = co_await bank.party.database.read(
        [&who, currency](sql::Connection& connection) { return store::cards_of(connection, who.customer, currency); });
    if (cards.size() == 1) {
      payer.card_id = cards.front().id;
      known = co_await load(bank, asked.key, payer);
      state = state_of(known, asked);
    }
    state.tries_allowed = who.sign_in.answer != SignIn::Answer::locked;
    state.signed_in = who.sign_in.answer == SignIn::Answer::right;
    state.locked_by_operator = who.locked_by_operator;
  }

  const SettleCommand command{Decision::purchase, asked.request.amount};
  Decided decided{.status = decide(command, state), .known = std::move(known), .session = std::move(session)};
  std::optional<Session> started;
  if (decided.status == SettleStatus::card_not_theirs && !cards.empty()) {
    started = Session{who.customer, random_id(bank.party.random)};
    decided.session = started;
  } else if (decided.status == SettleStatus::card_not_theirs) {
    decided.otherwise = try_again(SettleStatus::other_currency, payer, 0);
  } else if (leaves_open(decided.status)) {
    decided.otherwise = try_again(decided.status, payer, who.sign_in.minutes);
    if (decided.status == SettleStatus::sign_in_failed) decided.otherwise.error = "text.passkey-refused";
  }
  http::Response response = co_await conclude(bank, request, asked, std::move(decided));
  if (started) set_session(bank, response, *started);
  co_return response;
}

}  // namespace

Task<http::Response> settle(Bank& bank, const http::Request& request) {
  const auto form = exchange::own_form(bank.party, request);
  if (!form) co_return exchange::problem_response(bank.party, request, form.error());
  const auto session = read_session(bank, request);
  // Chosen before it is awaited: g++ 12 copies both branches of a conditional inside a co_await.
  const std::string session_id = session ? session->id : "";
  const auto asked = co_await exchange::reread_asked<protocol::PaymentRequest>(
      bank.party, std::string(form->get("request")), form->get("tag"), session_id);
  if (!asked) co_return exchange::problem_response(bank.party, request, asked.error());

  const std::string_view decision = form->get("decision");
  if (decision == "reject") co_return co_await reject(bank, request, *asked);
  if (decision == "sign-out") {
    CardPage page{.error = "text.signed-out", .error_field = "card"};
    auto response = co_await draw_card_page(bank, request, *asked, std::nullopt, std::move(page));
    clear_session(response);
    co_return response;
  }
  if (decision == "passkey") {
    PasskeyUsed used = read_passkey_used(*form);
    co_return co_await purchase_by_passkey(bank, request, *asked, session, std::move(used));
  }
  if (decision != "purchase") {
    co_return exchange::problem_response(bank.party, request,
                                         {400, "decision-unknown", "Press one of the page's own buttons."});
  }
  auto payer = parse_payer(*form, session.has_value());
  if (!payer) co_return co_await draw_card_page(bank, request, *asked, session, std::move(payer.error()));
  co_return co_await purchase(bank, request, *asked, session, std::move(*payer));
}

}  // namespace sealcart::credit
