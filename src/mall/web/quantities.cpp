// POST /basket/quantities : other quantities, or a product out of the basket.
#include <charconv>

#include "mall/web/endpoints.h"
#include "mall/web/visit.h"

namespace sealcart::mall {
namespace {

using Quantities = std::vector<std::pair<std::string, int>>;

// Fields of products that are not in the basket (any more) are passed over.
Expected<Quantities> parse(const http::Form& form, const Basket& basket) {
  Quantities quantities;
  const std::string_view removed = form.get("remove");
  if (!removed.empty()) {
    // The other fields stay as they were: a number half typed must not stand in the way.
    if (basket.items.contains(removed)) quantities.emplace_back(removed, 0);
    return quantities;
  }
  for (const auto& [sku, before] : basket.items) {
    const std::string field = "quantity-" + sku;
    if (!form.has(field)) continue;
    const std::string_view text = form.get(field);
    int quantity = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), quantity);
    if (error != std::errc() || end != text.data() + text.size() || quantity < 0 || quantity > max_quantity) {
      return problem(400, "quantity-invalid", "A quantity is a whole number from 0 to 99.");
    }
    quantities.emplace_back(sku, quantity);
  }
  return quantities;
}

}  // namespace

Task<http::Response> change_quantities(Shop& shop, const http::Request& request) {
  const auto form = exchange::own_form(shop.party, request);
  if (!form) co_return exchange::problem_response(shop.party, request, form.error());
  Visit visit = read_visit(shop, request);
  const auto quantities = parse(*form, visit.basket);
  if (!quantities) co_return exchange::problem_response(shop.party, request, quantities.error());
  const auto set = set_quantities(visit.basket, *quantities, visit.front->catalogue);
  if (!set) co_return exchange::problem_response(shop.party, request, set.error());
  visit.changed = visit.changed || !quantities->empty();
  auto response = http::Response::redirect(form->get("go") == "settlement" ? "/companies" : "/basket");
  write_visit(shop, visit, response);
  co_return response;
}

}  // namespace sealcart::mall
