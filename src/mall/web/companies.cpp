// GET /companies : through whom to pay (seed S308, S309, S1208, S1209, Fig. 5).
#include "mall/web/carriers.h"
#include "mall/web/endpoints.h"
#include "mall/web/shop_page.h"
#include "mall/web/visit.h"

namespace sealcart::mall {
namespace {

render::Data credit_companies(const Shop& shop, render::Language language) {
  render::Data companies(render::Data::type::list);
  const auto partners = shop.party.partners.all();
  for (const exchange::Partner& partner : *partners) {
    if (partner.role != name(Role::credit) || !partner.active) continue;
    render::Data company;
    company.set("id", partner.id);
    company.set("name", partner.name);
    company.set("location", partner.location);
    company.set("service", partner.service);
    company.set("sees", shop.party.pages.word("text.sees", language));
    companies.push_back(company);
  }
  return companies;
}

}  // namespace

Task<http::Response> show_companies(Shop& shop, const http::Request& request) {
  const Visit visit = co_await read_visit_for_page(shop, request);
  const auto billed = bill(visit.basket, visit.front->catalogue);
  if (!billed) co_return exchange::problem_response(shop.party, request, billed.error());
  if (billed->lines.empty()) {
    co_return exchange::problem_response(shop.party, request, {409, "basket-empty", "There is nothing to settle."});
  }
  const render::Language language = exchange::language(request);
  const Goods parcel = parcel_goods(*billed);
  const bool mixed = !parcel.lines.empty() && parcel.lines.size() < billed->lines.size();
  render::Data list(render::Data::type::list);
  bool can_go = false;
  if (!parcel.lines.empty()) {
    for (const Carrier& one : carriers(shop, parcel)) {
      list.push_back(carrier_data(shop, one, true, language));
      can_go = can_go || one.parcels;
    }
  }
  render::Data data;
  const render::Data companies = credit_companies(shop, language);
  data.set("none", companies.is_empty_list() && list.is_empty_list());
  data.set("some_credit", !companies.is_empty_list());
  data.set("companies", companies);
  // What is to be downloaded is paid for through a credit company; its parcel is handed over after that.
  data.set("parcel", !parcel.lines.empty() && !list.is_empty_list());
  data.set("mixed", mixed);
  data.set("some_carriers", !mixed && !list.is_empty_list());
  data.set("carriers", list);
  data.set("stuck", !parcel.lines.empty() && !list.is_empty_list() && !can_go);
  data.set("total", format(billed->total));
  data.set("shipping_note", own_words(shop, request, "shipping"));
  auto response = shop_page(shop, request, "companies", "companies.title", std::move(data));
  write_visit(shop, visit, response);
  co_return response;
}

}  // namespace sealcart::mall
