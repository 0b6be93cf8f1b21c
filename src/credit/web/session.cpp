#include "credit/web/session.h"

#include <charconv>

#include "core/id.h"

namespace sealcart::credit {
namespace {

constexpr std::string_view session_cookie = "__Host-session";
constexpr std::string_view device_cookie = "__Host-device";

struct Remembered {
  std::string customer, id;
};

// Customer, random id and end of validity, two ids and a number after each other.
std::string seal_remembered(const seal::Secret& secret, std::string_view context, std::string_view customer,
                            std::string_view id, Time expires) {
  std::string plain(customer);
  plain += id;
  plain += std::to_string(expires.seconds);
  return secret.encrypt_text(plain, context);
}

std::optional<Remembered> open_remembered(const seal::Secret& secret, std::string_view context,
                                          std::optional<std::string_view> value, Time now) {
  if (!value) return std::nullopt;
  const auto plain = secret.decrypt_text(*value, context);
  if (!plain || plain->size() <= 2 * id_length) return std::nullopt;
  std::int64_t expires = 0;
  std::from_chars(plain->data() + 2 * id_length, plain->data() + plain->size(), expires);
  if (expires <= now.seconds) return std::nullopt;
  return Remembered{plain->substr(0, id_length), plain->substr(id_length, id_length)};
}

void set(http::Response& response, std::string_view name, std::string value, std::int64_t seconds) {
  set_cookie(response,
             {std::string(name), std::move(value), static_cast<int>(seconds), http::SetCookie::SameSite::none});
}

}  // namespace

std::optional<Session> read_session(const Bank& bank, const http::Request& request) {
  auto found =
      open_remembered(bank.secrets.session, session_cookie, request.cookie(session_cookie), bank.party.clock.now());
  if (!found) return std::nullopt;
  return Session{std::move(found->customer), std::move(found->id)};
}

void set_session(const Bank& bank, http::Response& response, const Session& session) {
  set(response, session_cookie,
      seal_remembered(bank.secrets.session, session_cookie, session.customer, session.id,
                      bank.party.clock.now() + session_seconds),
      session_seconds);
}

void clear_session(http::Response& response) { set(response, session_cookie, "", 0); }

std::optional<Device> read_device(const Bank& bank, const http::Request& request) {
  auto found =
      open_remembered(bank.secrets.device, device_cookie, request.cookie(device_cookie), bank.party.clock.now());
  if (!found) return std::nullopt;
  return Device{std::move(found->customer), std::move(found->id)};
}

void set_device(const Bank& bank, http::Response& response, const Device& device) {
  set(response, device_cookie,
      seal_remembered(bank.secrets.device, device_cookie, device.customer, device.id,
                      bank.party.clock.now() + device_seconds),
      device_seconds);
}

}  // namespace sealcart::credit
