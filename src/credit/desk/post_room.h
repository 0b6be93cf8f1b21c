// Sends the mail that waits, on threads of its own.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "credit/desk/post_office.h"
#include "exchange/party.h"

namespace sealcart::credit {

// Setting of [credit] besides those of the post office: mail_workers (1).
class PostRoom {
 public:
  // Without a mail server nothing is sent, and all waits.
  explicit PostRoom(const exchange::Party& party);
  ~PostRoom() { stop(); }
  bool can_send() const { return office_.has_value(); }
  void wake();  // something may be due
  void stop();  // after what is being sent

 private:
  void work();
  void send_due(mail::Post& post);
  const exchange::Party& party_;
  const std::optional<PostOffice> office_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sealcart::credit
