#include "credit/desk/forward.h"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include <algorithm>
#include <boost/json.hpp>
#include <stdexcept>

#include "core/bytes.h"
#include "core/id.h"
#include "core/wipe.h"
#include "credit/desk/mail_fault.h"
#include "credit/store/digital_parcels.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"

namespace sealcart::credit {
namespace {

constexpr std::int64_t lease_seconds = 600;  // more than one mail takes
constexpr std::int64_t most_attempts = 12;
constexpr std::int64_t forget_seconds = 60;               // how often it is looked for
constexpr std::int64_t broken_seconds = 7 * 86'400;       // an arrival that broke off is given up
constexpr std::int64_t longest_wait_seconds = 6 * 3'600;  // between two attempts

bool parse_policy(const exchange::Config& config) {
  const std::string policy = config.text("forward", "automatic");
  if (policy != "automatic" && policy != "by-hand") {
    throw std::runtime_error(config.file + ": 'credit.forward' must be automatic or by-hand");
  }
  return policy == "automatic";
}

std::int64_t positive(const exchange::Config& config, std::string_view key, std::int64_t otherwise) {
  const std::int64_t value = config.integer(key, otherwise);
  if (value < 0) throw std::runtime_error(config.file + ": 'credit." + std::string(key) + "' must not be negative");
  return value;
}

// Five seconds, half a minute, three minutes … six hours.
std::int64_t wait_after(std::int64_t attempts) {
  std::int64_t wait = 5;
  for (std::int64_t i = 1; i < attempts && wait < longest_wait_seconds; ++i) wait *= 6;
  return std::min(wait, longest_wait_seconds);
}

// Whose parcel it is: the id in what seal_customer() made (credit/web/record.cpp).
std::string customer_of(const std::string& plain) {
  boost::json::error_code error;
  const auto value = boost::json::parse(plain, error);
  const auto* id = !error && value.is_object() ? value.get_object().if_contains("customer") : nullptr;
  return id != nullptr && id->is_string() ? std::string(id->get_string()) : std::string();
}

}  // namespace

// A parcel, where it goes, and the link's token when it goes as one.
struct Forwarder::Letter {
  const store::DigitalParcel& parcel;
  const std::string& address;
};

Forwarder::Forwarder(const desk::Desk& desk)
    : desk_(desk),
      office_(post_office(desk.party.config)),
      files_(desk.party.config.file),
      automatic_(parse_policy(desk.party.config)),
      attachment_bytes_(positive(desk.party.config, "mail_attachment_bytes", std::int64_t{20} << 20)),
      keep_seconds_(positive(desk.party.config, "parcel_days", 30) * 86'400) {}

Task<void> Forwarder::run() {
  sql::Database& database = desk_.party.database;
  const Time now = desk_.party.clock.now();
  if (now >= last_forgetting_ + forget_seconds) {
    last_forgetting_ = now;
    co_await forget();
  }
  if (!office_) co_return;
  if (automatic_) {
    const auto waiting =
        co_await database.read([](sql::Connection& c) { return store::list_parcels(c, "waiting", 0, 1); });
    if (!waiting.empty()) {
      co_await database.write([&](sql::Connection& c) { store::queue_waiting(c, "automatic", now); });
    }
  }
  bool more = co_await database.read([&](sql::Connection& c) { return store::any_to_forward(c, now); });
  while (more && !stopping_.load()) more = co_await forward_one();
}

Task<void> Forwarder::forget() {
  const Time now = desk_.party.clock.now();
  sql::Database& database = desk_.party.database;
  const auto sent =
      co_await database.write([&](sql::Connection& c) { return store::forget_sent(c, now - keep_seconds_, now); });
  const auto withdrawn = co_await database.write([&](sql::Connection& c) { return store::forget_withdrawn(c, now); });
  const auto broken =
      co_await database.write([&](sql::Connection& c) { return store::forget_broken(c, now - broken_seconds); });
  for (const std::string& name : sent) files_.remove(name);
  for (const std::string& name : withdrawn) files_.remove(name);
  for (const std::string& name : broken) files_.remove(name);
}

// False when nothing was due.
Task<bool> Forwarder::forward_one() {
  const exchange::Party& party = desk_.party;
  const Time now = party.clock.now();
  const auto due =
      co_await party.database.write([&](sql::Connection& c) { return store::claim_forward(c, now, lease_seconds); });
  if (!due) co_return false;
  const store::DigitalParcel& parcel = due->parcel;
  const std::string why = fmt::format("forward parcel {} of {}", parcel.parcel, parcel.parcels);
  co_await party.database.write([&](sql::Connection& c) {
    desk::store::append_audit(c, now, parcel.asked_by, "open-customer", parcel.receipt, why);
  });
  Expected<void> done = problem(422, "customer-unknown", "The customer's address cannot be found.");
  auto plain = desk_.key.open(seal::Subject::customer, parcel.receipt, due->sealed_customer);
  if (plain) {
    const std::string customer = customer_of(*plain);
    wipe(*plain);
    auto address = co_await party.database.read([&](sql::Connection& c) { return store::email_of(c, customer); });
    if (address) {
      done = co_await forward({parcel, *address});
      wipe(*address);
    }
  } else {
    done = tl::unexpected(plain.error());
  }
  const Time then = party.clock.now();
  const bool again = !done && done.error().status == 503 && parcel.attempts < most_attempts;
  co_await party.database.write([&](sql::Connection& c) {
    if (done) {
      store::parcel_sent(c, parcel.id, then);
    } else if (again) {
      store::postpone_forward(c, parcel.id, then + wait_after(parcel.attempts), kept_fault(done.error()));
    } else {
      store::parcel_bounced(c, parcel.id, kept_fault(done.error()));
    }
  });
  party.log.info("parcel {} of {} of receipt {}: {}", parcel.parcel, parcel.parcels, parcel.receipt,
                 done ? "forwarded" : done.error().code);
  co_return true;
}

Task<Expected<void>> Forwarder::forward(const Letter& letter) {
  const exchange::Party& party = desk_.party;
  const store::DigitalParcel& parcel = letter.parcel;
  const auto mall = party.partners.by_id(parcel.mall);
  const std::string name = fmt::format("parcel-{}-of-{}.age", parcel.parcel, parcel.parcels);
  const bool as_link = parcel.size > attachment_bytes_;
  render::Data data;
  data.set("mall", desk::partner_name(party, parcel.mall));
  data.set("open", mall ? mall->origin + "/open" : std::string());
  data.set("company", party.config.name);
  data.set("receipt", parcel.receipt);
  data.set("n", std::to_string(parcel.parcel));
  data.set("of", std::to_string(parcel.parcels));
  data.set("name", name);
  data.set("size", bytes_text(parcel.size));
  data.set("days", std::to_string(keep_seconds_ / 86'400));
  data.set("attached", !as_link);
  if (as_link) {
    const std::string token = random_id(party.random);
    const seal::Digest hash = party.keys.secret().derive("parcel").keyed_hash(token);
    co_await party.database.write([&](sql::Connection& c) { store::set_token(c, parcel.id, hash); });
    data.set("link", party.config.origin + "/parcel/" + token);
  }
  mail::Message message{.from = office_->from,
                        .to = {"", letter.address},
                        .subject = party.pages.word("forwarding.mail_subject", render::Language::en) + " / " +
                                   party.pages.word("forwarding.mail_subject", render::Language::ja),
                        .text = party.pages.draw("_parcel_mail", render::Language::en, data),
                        .message_id = fmt::format("{}.{}@{}", parcel.name, parcel.rounds, party.config.host()),
                        .date = party.clock.now(),
                        .attachments = {}};
  if (!as_link) message.attachments.push_back({name, "application/octet-stream", files_.whole(parcel.name)});
  co_return co_await worker_.run([&] { return post(message); });
}

// On the worker.
Expected<void> Forwarder::post(const mail::Message& message) try {
  if (!connection_) {
    auto opened = mail::Post::open(office_->server);
    if (!opened) return tl::unexpected(opened.error());
    connection_ = std::move(*opened);
  }
  const auto taken = connection_->send(message);
  if (!taken) return tl::unexpected(taken.error());
  return {};
} catch (const std::exception& fault) {
  // A file that cannot be read, no memory.
  return problem(503, "mail-unavailable", fault.what());
}

}  // namespace sealcart::credit
