// POST /check-words (seed Fig. 10): on a device that was used before, the customer sees which words we know.
#include "credit/rules/check_words.h"

#include "credit/store/customers.h"
#include "credit/store/sign_in.h"
#include "credit/web/asked.h"
#include "credit/web/card_page.h"
#include "credit/web/endpoints.h"
#include "seal/secret.h"

namespace sealcart::credit {
namespace {

// What was typed into each box, normalised.
std::vector<std::string> typed_words(const http::Form& form) {
  std::vector<std::string> words;
  for (std::size_t n = 1; n <= most_check_words; ++n) {
    const std::string field = "word-" + std::to_string(n);
    if (!form.has(field)) break;
    words.push_back(normalise_check_word(form.get(field)));
  }
  return words;
}

// Looks at every known word whatever the answer, each in constant time.
WordAnswer answer(const Bank& bank, const Device& device, const std::vector<seal::Digest>& known,
                  const std::string& word) {
  if (word.empty()) return WordAnswer::none;
  const seal::Digest hash = bank.secrets.word_hash(device.customer, word);
  bool found = false;
  for (const seal::Digest& one : known) found |= seal::equal(one, hash);
  return found ? WordAnswer::known : WordAnswer::unknown;
}

// Counts the try, then reads the customer's words; nullopt when no try is left.
std::optional<std::vector<seal::Digest>> count_and_read(sql::Connection& connection, const Device& device,
                                                        const seal::Digest& subject, Time now) {
  if (!store::count_try(connection, subject, check_word_tries, now).allowed) return std::nullopt;
  return store::check_words(connection, device.customer);
}

Task<CardPage> check(Bank& bank, const Device& device, const std::vector<std::string>& words) {
  CardPage page;
  page.words.assign(words.size(), WordAnswer::none);
  if (std::all_of(words.begin(), words.end(), [](const std::string& word) { return word.empty(); })) {
    page.status = 422;
    page.words_error = "text.words-empty";
    co_return page;
  }
  const seal::Digest subject = bank.secrets.device_subject(device.id);
  const Time now = bank.party.clock.now();
  const auto known = co_await bank.party.database.write(
      [&](sql::Connection& connection) { return count_and_read(connection, device, subject, now); });
  if (!known) {
    page.status = 429;
    page.words_error = "text.words-spent";
    co_return page;
  }
  for (std::size_t i = 0; i < words.size(); ++i) page.words[i] = answer(bank, device, *known, words[i]);
  co_return page;
}

}  // namespace

Task<http::Response> check_words(Bank& bank, const http::Request& request) {
  const auto form = exchange::own_form(bank.party, request);
  if (!form) co_return exchange::problem_response(bank.party, request, form.error());
  const auto device = read_device(bank, request);
  if (!device) {
    co_return exchange::problem_response(bank.party, request,
                                         {403, "device-unknown", "Check words are for devices that were used before."});
  }
  const auto session = read_session(bank, request);
  // Chosen before it is awaited: g++ 12 copies both branches of a conditional inside a co_await.
  const std::string session_id = session ? session->id : "";
  const auto asked = co_await exchange::reread_asked<protocol::PaymentRequest>(
      bank.party, std::string(form->get("request")), form->get("tag"), session_id);
  if (!asked) co_return exchange::problem_response(bank.party, request, asked.error());
  if (asked->expired) co_return exchange::problem_response(bank.party, request, exchange::request_expired());
  const std::vector<std::string> words = typed_words(*form);
  CardPage page;
  if (form->get("decision") == "more") {
    page.words.assign(words.size() + 1, WordAnswer::none);
  } else {
    page = co_await check(bank, *device, words);
  }
  co_return co_await draw_card_page(bank, request, *asked, session, std::move(page));
}

}  // namespace sealcart::credit
