// GET /basket : what is in the basket and how many.
#include "mall/web/endpoints.h"
#include "mall/web/shop_page.h"
#include "mall/web/visit.h"

namespace sealcart::mall {

Task<http::Response> show_basket(Shop& shop, const http::Request& request) {
  const Visit visit = co_await read_visit_for_page(shop, request);
  const auto billed = bill(visit.basket, visit.front->catalogue);
  if (!billed) co_return exchange::problem_response(shop.party, request, billed.error());
  const bool japanese = exchange::language(request) == render::Language::ja;
  render::Data items(render::Data::type::list);
  for (const Line& line : billed->lines) {
    render::Data item;
    item.set("sku", line.product->sku);
    item.set("name", line.product->name(japanese));
    item.set("price", format(line.product->price));
    item.set("quantity", std::to_string(line.quantity));
    item.set("sum", format(line.sum));
    item.set("digital", line.product->kind == protocol::GoodsKind::digital);
    item.set("physical", line.product->kind == protocol::GoodsKind::physical);
    items.push_back(item);
  }
  render::Data data;
  data.set("items", items);
  data.set("total", format(billed->total));
  data.set("empty", billed->lines.empty());
  auto response = shop_page(shop, request, "basket", "basket.title", std::move(data));
  write_visit(shop, visit, response);
  co_return response;
}

}  // namespace sealcart::mall
