#include "credit/web/card_page.h"

#include <algorithm>

#include "credit/rules/card_number.h"
#include "credit/rules/check_words.h"
#include "credit/store/customers.h"
#include "credit/store/sign_in.h"
#include "credit/web/passkey.h"
#include "credit/web/passkey_challenge.h"
#include "exchange/documents.h"
#include "exchange/posted_page.h"

namespace sealcart::credit {
namespace {

// What the page shows of the customer who is signed in, or was on this device before.
struct Shown {
  std::vector<store::CardOnPage> cards;
  std::int64_t words_left = 0;
};

Task<Shown> load(const Bank& bank, const Asked& asked, const std::optional<Session>& session,
                 const std::optional<Device>& device) {
  if (!session && !device) co_return Shown{};
  const Currency currency = asked.request.amount.currency;
  const Time now = bank.party.clock.now();
  const auto subject = bank.secrets.device_subject(device ? device->id : "");
  co_return co_await bank.party.database.read([&](sql::Connection& connection) {
    Shown shown;
    if (session) shown.cards = store::cards_of(connection, session->customer, currency);
    if (device) shown.words_left = tries_left(store::tries(connection, subject), check_word_tries, now);
    return shown;
  });
}

std::string error_text(const Bank& bank, const http::Request& request, const CardPage& page) {
  std::string text = bank.party.pages.word(page.error, exchange::language(request));
  constexpr std::string_view minutes = "{{minutes}}";
  if (const std::size_t at = text.find(minutes); at != std::string::npos) {
    text.replace(at, minutes.size(), std::to_string(page.minutes));
  }
  return text;
}

render::Data cards_data(const std::vector<store::CardOnPage>& cards, std::int64_t chosen) {
  const bool known = std::any_of(cards.begin(), cards.end(), [&](const auto& card) { return card.id == chosen; });
  render::Data list{render::Data::type::list};
  for (const store::CardOnPage& card : cards) {
    render::Data one;
    one.set("id", std::to_string(card.id));
    one.set("label", card_label(card.last4));
    one.set("checked", known ? card.id == chosen : card.id == cards.front().id);
    list.push_back(one);
  }
  return list;
}

render::Data words_data(std::vector<WordAnswer> words) {
  words.resize(std::clamp(words.size(), check_word_boxes, most_check_words), WordAnswer::none);
  render::Data list{render::Data::type::list};
  for (std::size_t i = 0; i < words.size(); ++i) {
    render::Data box;
    box.set("n", std::to_string(i + 1));
    box.set("result_ok", words[i] == WordAnswer::known);
    box.set("result_wrong", words[i] == WordAnswer::unknown);
    list.push_back(box);
  }
  return list;
}

}  // namespace

Task<http::Response> draw_card_page(const Bank& bank, const http::Request& request, const Asked& asked,
                                    std::optional<Session> session, CardPage page) {
  const auto device = read_device(bank, request);
  const Shown shown = co_await load(bank, asked, session, device);
  render::Data data;
  data.set("mall_name", asked.mall->name);
  data.set("total", format(asked.request.amount));
  data.set("sealed", asked.request.purchase.sealed.value_or(asked.request.purchase.name));
  data.set("request", asked.document);
  data.set("tag", exchange::page_tag(bank.party, asked.document, session ? session->id : ""));
  if (!page.error.empty()) {
    data.set("error", error_text(bank, request, page));
    data.set("error_field", page.error_field);
  }
  // Without a card in this currency there is nothing to choose from: the customer may give another card.
  if (!shown.cards.empty()) {
    data.set("signed_in", true);
    data.set("cards", cards_data(shown.cards, page.chosen_card));
  } else {
    data.set("passkey", true);
    data.set("passkey_challenge", payment_challenge(bank.secrets.passkey, asked.document, bank.party.clock.now()));
    data.set("passkey_rp", relying_party(bank).id);
  }
  if (device) {
    data.set("recognised", true);
    data.set("words_boxes", words_data(std::move(page.words)));
    data.set("words_left", std::to_string(shown.words_left));
    if (!page.words_error.empty()) {
      data.set("words_error", bank.party.pages.word(page.words_error, exchange::language(request)));
    }
  }
  exchange::switch_language_by_post(data, "/pay", asked.document);
  co_return exchange::page(bank.party, request, "card", "card.title", std::move(data), page.status);
}

}  // namespace sealcart::credit
