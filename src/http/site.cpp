#include "http/site.h"

#include <chrono>

#include "core/wipe.h"
#include "http/head.h"

namespace sealcart::http {

// A record of TLS at most, behind an unfinished head of a request.
static constexpr std::size_t record_bytes = 16 * 1024;
static constexpr std::size_t spare_exchanges = 64;
// Of a body's room for the next request; what a larger one needed is freed.
static constexpr std::size_t kept_body_bytes = 128 * 1024;

Exchange::Exchange(const Limits& limits)
    : reader(limits.header_bytes, limits.body_bytes), in(limits.header_bytes + record_bytes, '\0') {}

void Exchange::wipe_used() {
  wipe(request.body);
  wipe(out);
  wipe(std::span(in).first(begin));
  wipe(std::span(in).subspan(end, reached - end));
  reached = end;
}

Site::Site(int loops, Listen listening, Hooks hooking)
    : listen(std::move(listening)),
      hooks(std::move(hooking)),
      router(listen.routes),
      rate(listen.limits.requests_per_second, listen.limits.burst),
      tls(listen.tls, listen.require_client_certificate ? TlsRole::partner_server : TlsRole::server),
      lanes(static_cast<std::size_t>(loops)) {}

void Site::warn(const std::string& what) const {
  if (hooks.warn) hooks.warn(what);
}

Response Site::failure(const Request& request, int status) const {
  if (hooks.failure) {
    try {
      return hooks.failure(request, status);
    } catch (const std::exception& fault) {
      warn(std::string("drawing the page of an error: ") + fault.what());
    }
  }
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::to_string(status) + " " + std::string(reason_phrase(status)) + "\n";
  return response;
}

std::unique_ptr<Exchange> Site::take_exchange(Lane& lane) const {
  if (lane.spare.empty()) return std::make_unique<Exchange>(listen.limits);
  std::unique_ptr<Exchange> exchange = std::move(lane.spare.back());
  lane.spare.pop_back();
  exchange->begin = exchange->end = 0;
  return exchange;
}

void Site::give_back(Lane& lane, std::unique_ptr<Exchange> exchange) const {
  if (!exchange || lane.spare.size() == spare_exchanges) return;
  if (exchange->request.body.capacity() > kept_body_bytes) std::string().swap(exchange->request.body);
  lane.spare.push_back(std::move(exchange));
}

Site::Permit::Permit(std::shared_ptr<Site> site) : site_(std::move(site)) { ++site_->running_; }

void Site::Permit::release() {
  if (!site_) return;
  std::shared_ptr<Site> site = std::move(site_);
  if (--site->running_ > 0) return;
  std::lock_guard lock(site->mutex_);
  site->idle_.notify_all();
}

bool Site::wait_until_idle(int seconds) {
  std::unique_lock lock(mutex_);
  return idle_.wait_for(lock, std::chrono::seconds(seconds), [this] { return running_ == 0; });
}

}  // namespace sealcart::http
