// GET /confirm/:company
#include "mall/web/confirm.h"

#include "core/id.h"
#include "mall/rules/offer.h"
#include "mall/web/carriers.h"
#include "mall/web/endpoints.h"
#include "mall/web/shop_page.h"
#include "protocol/parcel.h"

namespace sealcart::mall {

std::optional<Problem> not_through(const Shop& shop, const Bill& bill, const exchange::Partner* company) {
  if (company == nullptr) return Problem{404, "company-unknown", "No company is so named."};
  const Goods goods = parcel_goods(bill);
  if (company->role == name(Role::credit)) {
    if (bill.lines.size() - goods.lines.size() <= protocol::max_parcels) return std::nullopt;
    return Problem{409, "basket-digital", "At most twenty files go with one purchase."};
  }
  const auto found = carrier(shop, company->id, goods);
  if (!found) return Problem{404, "company-unknown", "No company is so named."};
  if (goods.lines.size() != bill.lines.size()) {
    return Problem{409, "parcel-not-alone", "What is to be downloaded cannot be paid for at the door."};
  }
  if (!found->terms.cash_on_delivery) {
    return Problem{409, "cash-on-delivery", "This company collects no money: pay through a credit company first."};
  }
  if (!found->parcels) return Problem{409, "parcel-too-large", "The basket is too large for this company."};
  return std::nullopt;
}

http::Response draw_confirmation(const Shop& shop, const http::Request& request, const Visit& visit, const Bill& bill,
                                 const exchange::Partner& company, bool changed) {
  const Offer offer{random_id(shop.party.random), company.id, items_digest(visit.basket), bill.total,
                    shop.party.clock.now() + offer_seconds};
  int pieces = 0;
  for (const Line& line : bill.lines) pieces += line.quantity;
  render::Data about;
  about.set("id", company.id);
  about.set("name", company.name);
  render::Data data;
  data.set("company", about);
  const bool pays = company.role == name(Role::credit);
  data.set("pays", pays);
  data.set("makes_key", pays && parcel_goods(bill).lines.size() < bill.lines.size());
  if (company.role == name(Role::shipping)) {
    data.set("carrier", carrier_data(shop, carrier(shop, company.id, parcel_goods(bill)).value(), true,
                                     exchange::language(request)));
  }
  data.set("total", format(bill.total));
  data.set("offer", shop.offer_secret.encrypt_text(encode(offer), "offer"));
  data.set("changed", changed);
  data.set("items_count", std::to_string(pieces));
  const auto query = http::Form::parse(request.query);
  if (query && query->has("fragment")) return exchange::fragment(shop.party, request, "_confirm", data);
  // Drawn in answer to a POST too, whose address cannot be gone back to.
  data.set("language_action", "/language");
  data.set("language_back", "/confirm/" + company.id);
  return shop_page(shop, request, "confirm", "confirm.title", std::move(data), changed ? 409 : 200);
}

Task<http::Response> show_confirmation(Shop& shop, const http::Request& request) {
  const auto company = shop.party.partners.by_id(request.captures.at(0));
  const Visit visit = co_await read_visit_for_page(shop, request);
  const auto billed = bill(visit.basket, visit.front->catalogue);
  if (!billed) co_return exchange::problem_response(shop.party, request, billed.error());
  if (company && billed->lines.empty()) co_return http::Response::redirect("/");
  const auto refused = not_through(shop, *billed, company.get());
  if (refused) co_return exchange::problem_response(shop.party, request, *refused);
  auto response = draw_confirmation(shop, request, visit, *billed, *company, false);
  write_visit(shop, visit, response);
  co_return response;
}

}  // namespace sealcart::mall
