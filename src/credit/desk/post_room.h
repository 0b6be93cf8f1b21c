// Sends the mail that waits, on threads of its own.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "exchange/party.h"
#include "mail/post.h"

namespace sealcart::credit {

// Settings of [credit]: smtp_host, smtp_port, smtp_security ("starttls", "tls", "none"), smtp_user,
// smtp_password_file, smtp_ca, smtp_helo; mail_from, mail_workers (1). Paths are relative to the configuration file.
// nullopt without smtp_host. Throws std::runtime_error.
std::optional<mail::Server> mail_server(const exchange::Config& config);

class PostRoom {
 public:
  // Without a mail server nothing is sent, and all waits.
  explicit PostRoom(const exchange::Party& party);
  ~PostRoom() { stop(); }
  bool can_send() const { return server_.has_value(); }
  void wake();  // something may be due
  void stop();  // after what is being sent

 private:
  void work();
  void send_due(mail::Post& post);
  const exchange::Party& party_;
  const std::optional<mail::Server> server_;
  const std::string from_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sealcart::credit
