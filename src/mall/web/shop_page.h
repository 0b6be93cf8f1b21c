// A page of the shop: with the mall's own words at its foot.
#pragma once

#include <string_view>

#include "mall/web/shop.h"

namespace sealcart::mall {

// As exchange::page. Adds `contact` (list of paragraphs) and `has_notice`.
http::Response shop_page(const Shop& shop, const http::Request& request, std::string_view name,
                         std::string_view title_key, render::Data data, int status = 200);
// The paragraphs that operators wrote for a place, in the request's language.
render::Data own_words(const Shop& shop, const http::Request& request, std::string_view place);

}  // namespace sealcart::mall
