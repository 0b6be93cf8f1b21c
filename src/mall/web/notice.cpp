// GET /notice: what the law asks a shop to say of itself, in the mall's own words.
#include "mall/web/endpoints.h"
#include "mall/web/shop_page.h"

namespace sealcart::mall {

render::Data own_words(const Shop& shop, const http::Request& request, std::string_view place) {
  const bool japanese = exchange::language(request) == render::Language::ja;
  render::Data list{render::Data::type::list};
  for (const std::string& paragraph : paragraphs(shop.storefront.now()->texts, place, japanese)) {
    list.push_back(paragraph);
  }
  return list;
}

http::Response shop_page(const Shop& shop, const http::Request& request, std::string_view name,
                         std::string_view title_key, render::Data data, int status) {
  data.set("contact", own_words(shop, request, "contact"));
  data.set("has_notice", !own_words(shop, request, "notice").is_empty_list());
  return exchange::page(shop.party, request, name, title_key, std::move(data), status);
}

Task<http::Response> show_notice(Shop& shop, const http::Request& request) {
  render::Data data;
  data.set("notice", own_words(shop, request, "notice"));
  co_return shop_page(shop, request, "notice", "notice.title", std::move(data));
}

}  // namespace sealcart::mall
