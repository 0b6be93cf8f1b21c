// Addresses of catalogue pages.
#pragma once

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <string>
#include <string_view>

namespace sealcart::mall {

// "/?q=…&page=…"; empty parts are left out.
inline std::string catalogue_address(std::string_view q, std::string_view page) {
  const auto encoded = [](std::string_view text) {
    return boost::urls::encode(boost::core::string_view(text.data(), text.size()), boost::urls::unreserved_chars);
  };
  std::string address = "/";
  if (!q.empty()) address += "?q=" + encoded(q);
  if (!page.empty()) address += (q.empty() ? "?page=" : "&page=") + encoded(page);
  return address;
}

}  // namespace sealcart::mall
