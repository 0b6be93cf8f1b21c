#include "credit/desk/post_room.h"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include <algorithm>
#include <cassert>

#include "credit/desk/mail_fault.h"
#include "credit/desk/statement_letter.h"
#include "credit/store/statement_mail.h"

namespace sealcart::credit {
namespace {

constexpr std::int64_t lease_seconds = 900;  // longer than one attempt takes
constexpr int most_attempts = 100;           // over about half a day

// What is sent; nullopt when the statement has been paid meanwhile and is not worth a reminder.
std::optional<mail::Message> message_of(const exchange::Party& party, const mail::Mailbox& from,
                                        const store::DueMail& due, const StatementContents& contents) {
  if (due.level > 0 && contents.row.open <= 0) return std::nullopt;
  StatementText text = statement_text(party.config, party.pages, contents, due.level);
  return mail::Message{.from = from,
                       .to = {contents.to.name, contents.to.email},
                       .subject = std::move(text.subject),
                       .text = std::move(text.text),
                       .message_id = fmt::format("statement-{}-{}@{}", due.statement, due.level, party.config.host()),
                       .date = party.clock.now(),
                       .attachments = {{fmt::format("statement-{}.pdf", due.statement), "application/pdf",
                                        statement_pdf(party.config, party.pages, contents)}}};
}

}  // namespace

PostRoom::PostRoom(const exchange::Party& party) : party_(party), office_(post_office(party.config)) {
  if (!office_) return;
  for (std::int64_t i = 0; i < std::clamp<std::int64_t>(party.config.integer("mail_workers", 1), 1, 16); ++i) {
    threads_.emplace_back([this] { work(); });
  }
}

void PostRoom::wake() {
  {
    std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void PostRoom::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void PostRoom::work() {
  auto post = mail::Post::open(office_->server);
  assert(post);  // post_office has tried
  while (true) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || woken_; });
      if (stopping_) return;
      woken_ = false;
    }
    try {
      send_due(*post);
    } catch (const std::exception& error) {
      party_.log.error("mail: {}", error.what());
    }
  }
}

void PostRoom::send_due(mail::Post& post) {
  sql::Database& database = party_.database;
  while (true) {
    {
      std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    const Time now = party_.clock.now();
    if (!database.read_now([&](sql::Connection& c) { return store::any_mail_due(c, now); })) return;
    const auto due =
        database.write_now([&](sql::Connection& c) { return store::take_due_mail(c, now, lease_seconds); });
    if (!due) return;
    const auto contents = database.read_now(
        [&](sql::Connection& c) { return read_statement(c, *store::find_statement(c, due->statement)); });
    const auto message = message_of(party_, office_->from, *due, contents);
    const auto sent = message ? post.send(*message) : Expected<mail::Accepted>(mail::Accepted{0});
    const std::string answer = !message ? "not-needed"
                               : sent   ? fmt::format("{}", sent->code)
                                        : kept_fault(sent.error());
    const Time after = party_.clock.now();
    const bool for_good = !sent && (sent.error().status == 422 || due->attempts >= most_attempts);
    const Time again = after + exchange::back_off(due->attempts, party_.random);
    database.write_now([&](sql::Connection& c) {
      if (sent || for_good) {
        store::mail_ended(c, due->id, sent ? store::MailState::sent : store::MailState::refused, answer, after);
      } else {
        store::postpone_mail(c, due->id, answer, again);
      }
    });
    party_.log.info("mail {}: {}", due->id, sent ? "sent" : sent.error().code);
  }
}

}  // namespace sealcart::credit
