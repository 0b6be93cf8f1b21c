// Cookies of a customer who asked to be remembered: the sign-in for 15 minutes, the device for 180 days. Both are
// sealed with the server's secret and say nothing to anyone else. SameSite=None, since a shop's page posts the customer
// here; what they allow is asked for only by forms of our own origin.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/world.h"
#include "credit/web/bank.h"
#include "http/message.h"

namespace sealcart::credit {

inline constexpr std::int64_t session_seconds = 15 * 60;
inline constexpr std::int64_t device_seconds = 180LL * 86'400;

struct Session {
  std::string customer;
  std::string id;  // random; page tags are bound to it
};
std::optional<Session> read_session(const Bank& bank, const http::Request& request);
void set_session(const Bank& bank, http::Response& response, const Session& session);
void clear_session(http::Response& response);

struct Device {
  std::string customer;
  std::string id;  // random; its tries of check words are counted
};
std::optional<Device> read_device(const Bank& bank, const http::Request& request);
void set_device(const Bank& bank, http::Response& response, const Device& device);

}  // namespace sealcart::credit
