// Forwarding of parcels of data to the registered e-mail address (seed S325).
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "core/task.h"
#include "credit/desk/post_office.h"
#include "credit/store/parcel_files.h"
#include "desk/desk.h"
#include "exchange/worker.h"

namespace sealcart::credit {

// Settings of [credit]: forward ("automatic", the default, or "by-hand"), mail_attachment_bytes (20 MiB: a larger
// parcel is mailed as a link), parcel_days (30: how long bytes and link stay after a parcel was forwarded).
class Forwarder {
 public:
  // Throws std::runtime_error, for the operator, when a setting is wrong.
  explicit Forwarder(const desk::Desk& desk);

  // Forwards what is due, and forgets what is old. Each opening of a sealed customer is in the audit log first.
  Task<void> run();
  void stop() { stopping_.store(true); }  // run() ends after the parcel that is under way

  bool automatic() const { return automatic_; }
  bool has_mail() const { return office_.has_value(); }

 private:
  struct Letter;
  Task<bool> forward_one();
  Task<void> forget();
  Task<Expected<void>> forward(const Letter& letter);
  Expected<void> post(const mail::Message& message);

  const desk::Desk& desk_;
  const std::optional<PostOffice> office_;
  const store::ParcelFiles files_;
  const bool automatic_;
  const std::int64_t attachment_bytes_, keep_seconds_;
  std::optional<mail::Post> connection_;  // of the worker alone
  Time last_forgetting_;
  std::atomic<bool> stopping_{false};
  exchange::Worker worker_;
};

}  // namespace sealcart::credit
