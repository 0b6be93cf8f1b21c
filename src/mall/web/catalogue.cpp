// GET / : the products (seed S301–S304, Fig. 4).
#include <algorithm>
#include <charconv>

#include "mall/web/catalogue_address.h"
#include "mall/web/endpoints.h"
#include "mall/web/shop_page.h"
#include "mall/web/visit.h"

namespace sealcart::mall {
namespace {

constexpr std::size_t most_query_bytes = 400;  // the search box takes 100 characters of up to four bytes
constexpr std::int64_t few = 5;

struct Asked {
  std::string q;
  std::size_t page = 1;
};

Expected<Asked> parse(const http::Request& request) {
  const auto form = http::Form::parse(request.query);
  if (!form || form->get("q").size() > most_query_bytes) {
    return problem(400, "query-malformed", "The address's query is malformed or too long.");
  }
  Asked asked{.q = std::string(form->get("q"))};
  const std::string_view page = form->get("page");
  std::from_chars(page.data(), page.data() + page.size(), asked.page);  // anything else: the first page
  return asked;
}

std::string stock_text(const Shop& shop, const Product& product, render::Language language) {
  const auto word = [&](const char* key) { return shop.party.pages.word(key, language); };
  if (!product.stock) return word(product.kind == protocol::GoodsKind::digital ? "text.always" : "text.in-stock");
  if (*product.stock == 0) return word("text.sold-out");
  if (*product.stock <= few) return word("text.few-left") + std::to_string(*product.stock);
  return word("text.in-stock");
}

render::Data product_data(const Shop& shop, const Visit& visit, const Product& product, render::Language language) {
  const bool japanese = language == render::Language::ja;
  render::Data data;
  data.set("sku", product.sku);
  data.set("name", product.name(japanese));
  data.set("description", product.description(japanese));
  data.set("price", format(product.price));
  data.set("price_minor", std::to_string(product.price.minor));
  const auto hash = visit.front->picture_hashes.find(product.picture);
  if (hash != visit.front->picture_hashes.end()) {
    data.set("picture_url", "/picture/" + product.picture + "?v=" + hash->second);
  }
  data.set("digital", product.kind == protocol::GoodsKind::digital);
  data.set("physical", product.kind == protocol::GoodsKind::physical);
  // As the database has it, not less what is held: a shelf that everybody sees move would tell what was just bought.
  data.set("stock", stock_text(shop, product, language));
  data.set("sold_out", product.stock == 0);
  data.set("few_left", product.stock && *product.stock > 0 && *product.stock <= few);
  const auto item = visit.basket.items.find(product.sku);
  data.set("checked", item != visit.basket.items.end());
  if (item != visit.basket.items.end()) data.set("quantity", std::to_string(item->second));
  return data;
}

Expected<http::Response> draw(const Shop& shop, const http::Request& request, const Visit& visit, Asked asked) {
  const auto billed = bill(visit.basket, visit.front->catalogue);
  if (!billed) return tl::unexpected(billed.error());
  const render::Language language = exchange::language(request);
  const auto found = visit.front->catalogue.search(asked.q, language == render::Language::ja);
  const std::size_t size = shop.settings.page_size;
  const std::size_t pages = std::max<std::size_t>(1, (found.size() + size - 1) / size);
  asked.page = std::clamp<std::size_t>(asked.page, 1, pages);
  const std::size_t begin = (asked.page - 1) * size, end = std::min(found.size(), begin + size);

  render::Data products(render::Data::type::list);
  std::int64_t elsewhere = billed->total.minor;
  for (std::size_t i = begin; i < end; ++i) {
    products.push_back(product_data(shop, visit, *found[i], language));
    for (const Line& line : billed->lines) {
      if (line.product == found[i]) elsewhere -= line.sum.minor;
    }
  }
  render::Data data;
  data.set("q", asked.q);
  data.set("products", products);
  data.set("empty", found.empty());
  data.set("total", format(billed->total));
  data.set("total_elsewhere_minor", std::to_string(elsewhere));
  data.set("currency", std::string(billed->total.currency.code()));
  data.set("digits", std::to_string(billed->total.currency.digits()));
  data.set("count", std::to_string(billed->lines.size()));
  data.set("page", std::to_string(asked.page));
  data.set("pages", std::to_string(pages));
  if (asked.page > 1) data.set("previous", std::to_string(asked.page - 1));
  if (asked.page < pages) data.set("next", std::to_string(asked.page + 1));
  data.set("version", std::to_string(visit.front->catalogue.version()));
  data.set("welcome", own_words(shop, request, "welcome"));
  data.set("language_action", "/language");
  data.set("language_back", catalogue_address(asked.q, asked.page > 1 ? std::to_string(asked.page) : ""));
  return shop_page(shop, request, "catalogue", "catalogue.title", std::move(data));
}

}  // namespace

Task<http::Response> show_catalogue(Shop& shop, const http::Request& request) {
  const auto asked = parse(request);
  if (!asked) co_return exchange::problem_response(shop.party, request, asked.error());
  const Visit visit = co_await read_visit_for_page(shop, request);
  if (!visit.had_cookie && asked->q.empty()) {
    // What everybody sees is drawn once. A page beyond the last is drawn as the last, under the last one's number.
    const std::size_t size = shop.settings.page_size;
    const std::size_t pages = std::max<std::size_t>(1, (visit.front->catalogue.products().size() + size - 1) / size);
    const std::size_t page = std::clamp<std::size_t>(asked->page, 1, pages);
    co_return visit.front->drawn(exchange::language(request), page, [&] {
      return draw(shop, request, visit, {"", page}).value();
    });
  }
  auto response = draw(shop, request, visit, *asked);
  if (!response) co_return exchange::problem_response(shop.party, request, response.error());
  write_visit(shop, visit, *response);
  co_return std::move(*response);
}

}  // namespace sealcart::mall
