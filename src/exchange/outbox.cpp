#include "exchange/outbox.h"

#include <spdlog/logger.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <memory>
#include <utility>

namespace sealcart::exchange {
namespace {

constexpr std::size_t letters_at_once = 256;
constexpr std::size_t batch = 64;
constexpr std::int64_t lease_seconds = 20;  // twice what one request may take
constexpr int poll_milliseconds = 500;
constexpr int gather_milliseconds = 5;
constexpr int fault_milliseconds = 2000;

struct Answer {
  int status = 0;
  std::string code;
};

// One answer for each letter, in order; empty when the partner's reply is not of that form.
std::vector<Answer> parse_answers(const std::string& body, std::size_t expected) {
  boost::system::error_code error;
  const auto json = boost::json::parse(body, error);
  if (error || !json.is_object()) return {};
  const auto* list = json.get_object().if_contains("answers");
  if (list == nullptr || !list->is_array() || list->get_array().size() != expected) return {};
  std::vector<Answer> answers;
  for (const auto& entry : list->get_array()) {
    const auto* status = entry.is_object() ? entry.get_object().if_contains("status") : nullptr;
    if (status == nullptr || !status->is_int64()) return {};
    const auto* code = entry.get_object().if_contains("code");
    answers.push_back({static_cast<int>(status->get_int64()),
                       code != nullptr && code->is_string() ? std::string(code->get_string()) : std::string()});
  }
  return answers;
}

// Compact JWS need no escaping in JSON.
std::string batch_of(const std::vector<store::Letter>& letters) {
  std::string body = R"({"documents":[)";
  for (const store::Letter& letter : letters) {
    body += body.ends_with('[') ? "\"" : ",\"";
    body += letter.document;
    body += '"';
  }
  return body += "]}";
}

// The partner said that it will never take this document. A 5xx or 429 may pass.
bool final_refusal(int status) { return status >= 400 && status < 500 && status != 408 && status != 429; }

}  // namespace

std::int64_t back_off(int attempt, Random& random) {
  const std::int64_t base =
      attempt >= 10 ? 600 : std::min<std::int64_t>(600, std::int64_t{1} << std::max(0, attempt - 1));
  std::array<std::byte, 1> jitter{};
  random.fill(jitter);
  // 0.5 … 1.5 of the base, at least a second.
  return std::max<std::int64_t>(1, base / 2 + base * std::to_integer<int>(jitter[0]) / 255);
}

Outbox::Outbox(sql::Database& database, Partners& partners, http::Client& client, const Clock& clock, Random& random,
               spdlog::logger& log)
    : database_(database), partners_(partners), client_(client), clock_(clock), random_(random), log_(log) {}

void Outbox::wake() {
  Loop* loop = loop_.load(std::memory_order_acquire);
  if (woken_.exchange(true) || loop == nullptr) return;
  loop->post([this] {
    if (rouse_) rouse_();
  });
}

void Outbox::stop() {
  stopping_.store(true);
  wake();
}

// Until a wake, or until it is time to look for letters that became due.
Task<void> Outbox::rest() {
  co_await await_answer<bool>([this](auto resolve) {
    auto slept = std::make_shared<bool>(false);
    rouse_ = [slept, resolve]() mutable {
      if (!std::exchange(*slept, true)) resolve(true);
    };
    loop_.load()->post_after(poll_milliseconds, rouse_);
    // A wake that came before there was anything to rouse.
    if (woken_.load()) rouse_();
  });
}

Task<void> Outbox::run() {
  loop_.store(Loop::current(), std::memory_order_release);
  while (!stopping_.load()) {
    if (!woken_.load()) co_await rest();
    if (stopping_.load()) break;
    // Company gathers for a batch.
    if (woken_.exchange(false)) co_await pause(gather_milliseconds);
    // After a fault of the database the same letters would go out as fast as the partner takes them.
    if (!written_) co_await pause(fault_milliseconds);
    try {
      std::size_t found = letters_at_once;
      while (!stopping_.load() && found == letters_at_once) found = co_await send_due();
    } catch (const sql::Error& error) {
      log_.error("outbox: {}", error.what());
    }
  }
}

// Processes that share a database claim what they send, lest each letter goes once from each. One process alone needs
// no claim on the disk: this coroutine is done with some letters before it takes others.
Task<std::vector<store::Letter>> Outbox::take_due() {
  const Time now = clock_.now();
  if (database_.dialect() == sql::Dialect::sqlite) {
    co_return co_await database_.read([&](sql::Connection& c) { return store::find_due(c, now, letters_at_once); });
  }
  // Asked with a read first, so that an idle server writes nothing.
  const bool any = co_await database_.read([&](sql::Connection& c) { return store::any_due(c, now); });
  if (!any) co_return std::vector<store::Letter>();
  co_return co_await database_.write(
      [&](sql::Connection& c) { return store::claim_due(c, now, lease_seconds, letters_at_once); });
}

Task<std::size_t> Outbox::send_due() {
  auto letters = co_await take_due();
  const std::size_t found = letters.size();
  written_ = true;
  std::map<std::string, std::vector<store::Letter>> by_partner;
  for (store::Letter& letter : letters) by_partner[letter.partner].push_back(std::move(letter));
  if (by_partner.empty()) co_return 0;
  // One partner after another would let one that hangs hold up the others: each has its own task, awaited together.
  struct Together {
    std::size_t open = 1;  // one for the sending itself, so that it is not over before all are under way
    std::function<void(bool)> done;
    void one_less() {
      if (--open == 0) done(true);
    }
  };
  auto together = std::make_shared<Together>();
  co_await await_answer<bool>([&](auto resolve) {
    together->done = resolve;
    for (auto& [partner, theirs] : by_partner) {
      for (std::size_t from = 0; from < theirs.size(); from += batch) {
        const auto begin = theirs.begin() + static_cast<std::ptrdiff_t>(from);
        const auto end = theirs.begin() + static_cast<std::ptrdiff_t>(std::min(theirs.size(), from + batch));
        ++together->open;
        spawn([](Outbox& self, std::string to, std::vector<store::Letter> some,
                 std::shared_ptr<Together> all) -> Task<void> {
          co_await self.send_batch(std::move(to), std::move(some));
          all->one_less();
        }(*this, partner, std::vector<store::Letter>(begin, end), together));
      }
    }
    together->one_less();
  });
  co_return written_ ? found : 0;
}

Task<void> Outbox::send_batch(std::string partner_id, std::vector<store::Letter> letters) {
  const auto partner = partners_.by_id(partner_id);
  std::vector<Answer> answers;
  std::string fault = "the partner is not in the registry or inactive";
  if (partner) {
    http::ClientRequest request{.method = http::Method::post,
                                .url = partner->api + "/partner/documents",
                                .content_type = "application/json",
                                .body = batch_of(letters)};
    auto reply = co_await client_.send(std::move(request));
    if (reply && reply->status == 200) {
      answers = parse_answers(reply->body, letters.size());
      fault = "the answer is not of the agreed form";
    } else {
      fault = reply ? "status " + std::to_string(reply->status) : reply.error().code + ": " + reply.error().detail;
    }
  }
  if (answers.empty()) log_.warn("outbox: {} documents for {} wait: {}", letters.size(), partner_id, fault);
  const Time now = clock_.now();
  std::vector<std::int64_t> taken;
  std::vector<std::pair<std::int64_t, std::string>> refused;
  std::vector<std::pair<std::int64_t, Time>> again;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const int status = answers.empty() ? 0 : answers[i].status;
    if (status == 200) {
      taken.push_back(letters[i].id);
    } else if (final_refusal(status)) {
      log_.error("outbox: {} refused a document for good: {}", partner_id, answers[i].code);
      refused.emplace_back(letters[i].id, answers[i].code);
    } else {
      again.emplace_back(letters[i].id, now + back_off(letters[i].attempts, random_));
    }
  }
  try {
    co_await database_.write([&](sql::Connection& c) {
      store::delivered(c, taken);
      for (const auto& [id, code] : refused) store::refused(c, id, code);
      for (const auto& [id, when] : again) store::postpone(c, id, when);
    });
  } catch (const sql::Error& error) {
    // The letters go again: at least once.
    log_.error("outbox: {}", error.what());
    written_ = false;
  }
}

}  // namespace sealcart::exchange
