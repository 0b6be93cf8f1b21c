#include "ca/names.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

namespace sealcart::ca {
namespace {

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return c == '-' || is_lower_or_digit(c); });
}

bool is_host(std::string_view name) {
  if (name.empty() || name.size() > 253) return false;
  std::string_view label;
  for (std::size_t begin = 0; begin <= name.size(); begin += label.size() + 1) {
    label = name.substr(begin, name.find('.', begin) - begin);
    if (!is_label(label)) return false;
  }
  // A name whose last label is a number reads as an IP address in some clients.
  return !std::all_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

// The 4 or 16 bytes of an address in text; nullopt for anything else.
std::optional<std::string> address_bytes(const std::string& text) {
  std::array<char, 16> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return std::string(bytes.data(), 4);
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return std::string(bytes.data(), 16);
  return std::nullopt;
}

std::optional<std::string> address_text(std::string_view bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (bytes.size() != 4 && bytes.size() != 16) return std::nullopt;
  const int family = bytes.size() == 4 ? AF_INET : AF_INET6;
  if (inet_ntop(family, bytes.data(), text.data(), text.size()) == nullptr) return std::nullopt;
  return std::string(text.data());
}

// Safe to print: what a request holds may be anything.
std::string printable(std::string_view text) {
  std::string result(text.substr(0, 80));
  for (char& c : result) {
    if (c < ' ' || c > '~') c = '?';
  }
  return result;
}

tl::unexpected<Problem> bad_name(std::string_view text) {
  return problem(
      400, "bad-name",
      "“" + printable(text) + "” is not the name of one host; give a DNS name or an IP address, no wildcard.");
}

std::string_view bytes_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

}  // namespace

Expected<std::string> parse_name(std::string_view text) {
  std::string name = lower(text);
  if (is_host(name)) return name;
  if (text.find('\0') == std::string_view::npos) {
    if (const auto bytes = address_bytes(name)) return *address_text(*bytes);
  }
  return bad_name(text);
}

Expected<std::vector<std::string>> parse_names(const std::vector<std::string>& texts) {
  if (texts.empty()) {
    return problem(400, "no-name", "The request names no host in its subjectAltName; make it anew with at least one.");
  }
  if (texts.size() > max_names) return problem(400, "too-many-names", "The request names more than 100 hosts.");
  std::vector<std::string> names;
  for (const std::string& text : texts) {
    Expected<std::string> name = parse_name(text);
    if (!name) return tl::unexpected(name.error());
    if (std::find(names.begin(), names.end(), *name) == names.end()) names.push_back(std::move(*name));
  }
  return names;
}

Expected<std::vector<std::string>> parse_names(const GENERAL_NAMES& names) {
  std::vector<std::string> texts;
  for (int i = 0; i < sk_GENERAL_NAME_num(&names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(&names, i);
    if (name->type == GEN_DNS) {
      // An address or garbage in a dNSName is neither: only a host name may stand there.
      const std::string_view text = bytes_of(name->d.dNSName);
      if (!is_host(lower(text))) return bad_name(text);
      texts.emplace_back(text);
    } else if (name->type == GEN_IPADD) {
      const auto text = address_text(bytes_of(name->d.iPAddress));
      if (!text) return problem(400, "bad-name", "The request holds an IP address of a wrong length; make it anew.");
      texts.push_back(*text);
    } else {
      return problem(400, "bad-name",
                     "The request asks for a name that is neither a DNS name nor an IP address; leave it out.");
    }
  }
  return parse_names(texts);
}

GeneralNames general_names(const std::vector<std::string>& names) {
  GeneralNames result(check(GENERAL_NAMES_new(), "make names"));
  for (const std::string& text : names) {
    const auto address = address_bytes(text);
    const std::string& value = address ? *address : text;
    using Name = std::unique_ptr<GENERAL_NAME, Free<GENERAL_NAME_free>>;
    Name name(check(GENERAL_NAME_new(), "make a name"));
    ASN1_STRING* string = check(ASN1_STRING_type_new(address ? V_ASN1_OCTET_STRING : V_ASN1_IA5STRING), "make a name");
    GENERAL_NAME_set0_value(name.get(), address ? GEN_IPADD : GEN_DNS, string);
    check(ASN1_STRING_set(string, value.data(), static_cast<int>(value.size())), "write a name");
    check(sk_GENERAL_NAME_push(result.get(), name.get()), "add a name");
    (void)name.release();  // the list owns it now
  }
  return result;
}

}  // namespace sealcart::ca
