// GET /companies : through whom to pay (seed S308, S309, Fig. 5).
#include "mall/web/endpoints.h"
#include "mall/web/visit.h"

namespace sealcart::mall {

Task<http::Response> show_companies(Shop& shop, const http::Request& request) {
  const Visit visit = co_await read_visit_for_page(shop, request);
  const auto billed = bill(visit.basket, visit.front->catalogue);
  if (!billed) co_return exchange::problem_response(shop.party, request, billed.error());
  if (billed->lines.empty()) {
    co_return exchange::problem_response(shop.party, request, {409, "basket-empty", "There is nothing to settle."});
  }
  const std::string& sees = shop.party.pages.word("text.sees", exchange::language(request));
  render::Data companies(render::Data::type::list);
  const auto partners = shop.party.partners.all();
  for (const exchange::Partner& partner : *partners) {
    if (partner.role != "credit" || !partner.active) continue;
    render::Data company;
    company.set("id", partner.id);
    company.set("name", partner.name);
    company.set("location", partner.location);
    company.set("service", partner.service);
    company.set("sees", sees);
    companies.push_back(company);
  }
  render::Data data;
  data.set("none", companies.is_empty_list());
  data.set("companies", companies);
  data.set("total", format(billed->total));
  auto response = exchange::page(shop.party, request, "companies", "companies.title", std::move(data));
  write_visit(shop, visit, response);
  co_return response;
}

}  // namespace sealcart::mall
