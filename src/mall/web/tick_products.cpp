// POST /basket : the catalogue page with its ticks (seed S305–S307).
#include "mall/web/catalogue_address.h"
#include "mall/web/endpoints.h"
#include "mall/web/visit.h"

namespace sealcart::mall {
namespace {

// Where the pressed button leads. A search begins at its first page; turning a page keeps the search that it was of.
std::string target(const http::Form& form) {
  const std::string_view go = form.get("go");
  if (go == "settlement") return "/companies";
  if (go == "basket") return "/basket";
  if (go.starts_with("page:")) return catalogue_address(form.get("q_shown"), go.substr(5));
  return catalogue_address(form.get("q"), "");
}

}  // namespace

Task<http::Response> tick_products(Shop& shop, const http::Request& request) {
  const auto form = exchange::own_form(shop.party, request);
  if (!form) co_return exchange::problem_response(shop.party, request, form.error());
  Visit visit = read_visit(shop, request);
  const Basket before = visit.basket;
  const auto set = set_ticks(visit.basket, form->all("shown"), form->all("product"), visit.front->catalogue);
  if (!set) co_return exchange::problem_response(shop.party, request, set.error());
  if (visit.basket != before) visit.changed = true;
  auto response = http::Response::redirect(target(*form));
  write_visit(shop, visit, response);
  co_return response;
}

}  // namespace sealcart::mall
