#include "desk/one_time_code.h"

#include <liboath/oath.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "core/id.h"
#include "desk/frame.h"

namespace sealcart::desk {
namespace {

constexpr int step_seconds = 30;

void start_library() {
  static const int started = oath_init();
  if (started != OATH_OK) throw std::runtime_error("liboath does not start");
}

}  // namespace

std::string new_totp_secret(Random& random) {
  std::string raw(20, '\0');
  random.fill(std::as_writable_bytes(std::span(raw)));
  return raw;
}

std::string base32(std::string_view raw) {
  start_library();
  char* text = nullptr;
  std::size_t length = 0;
  if (oath_base32_encode(raw.data(), raw.size(), &text, &length) != OATH_OK) throw std::bad_alloc();
  const std::unique_ptr<char, decltype(&std::free)> owned(text, &std::free);
  std::string out(text, length);
  while (out.ends_with('=')) out.pop_back();
  return out;
}

std::string totp_address(std::string_view raw, std::string_view issuer, std::string_view operator_name) {
  return "otpauth://totp/" + query_text(issuer) + ":" + query_text(operator_name) + "?secret=" + base32(raw) +
         "&issuer=" + query_text(issuer);
}

std::optional<std::int64_t> totp_step(std::string_view raw, std::string_view code, Time now) {
  start_library();
  if (code.size() != 6 || code.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::uint64_t counter = 0;
  int position = 0;
  const int found = oath_totp_validate3(raw.data(), raw.size(), static_cast<std::time_t>(now.seconds), step_seconds, 0,
                                        1, &position, &counter, std::string(code).c_str());
  if (found < 0) return std::nullopt;
  return static_cast<std::int64_t>(counter);
}

std::vector<std::string> new_recovery_codes(Random& random) {
  std::vector<std::string> codes;
  for (int i = 0; i < 10; ++i) {
    const std::string id = random_id(random);  // its first character has fewer than five random bits
    codes.push_back(id.substr(1, 4) + "-" + id.substr(5, 4) + "-" + id.substr(9, 4));
  }
  return codes;
}

std::string normal_recovery_code(std::string_view typed) {
  std::string out;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace sealcart::desk
