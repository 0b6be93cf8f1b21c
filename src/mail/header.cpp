#include "mail/header.h"

#include <fmt/chrono.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cassert>

namespace sealcart::mail {
namespace {

constexpr std::string_view word_begin = "=?UTF-8?B?", word_end = "?=";
constexpr std::size_t word_bytes =
    39;  // 52 letters of base64: with "Subject: " within the 76 that RFC 2047 allows a line
constexpr std::size_t plain_length = 60;  // longer plain text is encoded too: encoded words can be folded

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// RFC 5322: what an atom consists of.
bool is_atom_text(char c) {
  return is_letter_or_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

// Atoms with single dots between them.
bool is_dotted(std::string_view text, bool (*may)(char)) {
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos)
    return false;
  return std::all_of(text.begin(), text.end(), [may](char c) { return c == '.' || may(c); });
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) || std::string_view("!#$&^_.+-").find(c) != std::string_view::npos;
  });
}

// May stand in a subject and as a name without quotes.
bool is_plain(std::string_view text) {
  return text.size() <= plain_length && text.find("=?") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || is_atom_text(c); });
}

// The beginning of `text` that fills one encoded word: whole characters.
std::string_view next_word(std::string_view text) {
  std::size_t end = std::min(text.size(), word_bytes);
  const auto inside_character = [&] { return end < text.size() && (text[end] & 0xC0) == 0x80; };
  while (end > word_bytes - 4 && inside_character()) --end;
  return text.substr(0, end);
}

std::string base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

}  // namespace

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; });
}

bool is_host(std::string_view text) {
  const auto may = [](char c) { return is_letter_or_digit(c) || c == '-'; };
  return text.size() <= 253 && is_dotted(text, may) && text.front() != '-' && text.back() != '-';
}

bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && text.size() <= 254 && at <= 64 &&
         is_dotted(text.substr(0, at), is_atom_text) && is_host(text.substr(at + 1));
}

bool is_media_type(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && is_token(text.substr(0, slash)) && is_token(text.substr(slash + 1));
}

std::string encoded_text(std::string_view text) {
  assert(is_one_line(text));
  if (is_plain(text)) return std::string(text);
  std::string encoded;
  while (!text.empty()) {
    const std::string_view word = next_word(text);
    text.remove_prefix(word.size());
    // White space between two encoded words is not part of the text.
    if (!encoded.empty()) encoded += "\r\n ";
    encoded.append(word_begin).append(base64(word)).append(word_end);
  }
  return encoded;
}

std::string encoded_mailbox(const Mailbox& mailbox) {
  assert(is_address(mailbox.address));
  if (mailbox.name.empty()) return mailbox.address;
  return encoded_text(mailbox.name) + "\r\n <" + mailbox.address + ">";
}

std::string header_date(Time date) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000", fmt::gmtime(static_cast<std::time_t>(date.seconds)));
}

}  // namespace sealcart::mail
