#include "credit/web/routes.h"

#include "credit/web/endpoints.h"
#include "credit/web/parcels.h"
#include "exchange/documents.h"
#include "exchange/posted_page.h"

namespace sealcart::credit {

using http::Method, http::Route;

std::vector<Route> routes(Bank& bank) {
  std::vector<Route> all = exchange::common_routes(bank.party);
  for (Route& route : exchange::entrances(bank.party, "home.title", {"/pay", "/settle", "/check-words"})) {
    all.push_back(std::move(route));
  }
  all.push_back(exchange::route(bank, Method::post, "/pay", pay));
  all.push_back(exchange::route(bank, Method::post, "/settle", settle));
  all.push_back(exchange::route(bank, Method::post, "/check-words", check_words));
  all.push_back(exchange::route(bank, Method::post, "/passkey", make_passkey));
  all.push_back(exchange::route(bank, Method::get, "/parcel/:token", fetch_parcel));
  return all;
}

std::vector<Route> partner_routes(Bank& bank) {
  std::vector<Route> all = exchange::common_routes(bank.party);
  all.push_back(exchange::route(bank, Method::post, "/partner/parcels", offer_parcel));
  all.push_back(exchange::route(bank, Method::post, "/partner/parcels/:parcel/finish", finish_parcel));
  all.push_back(exchange::route(bank, Method::post, "/partner/parcels/:parcel/:offset", add_piece));
  all.push_back(exchange::partner_documents(
      bank.party, [&bank](std::string document, std::shared_ptr<const exchange::Partner> partner) {
        return receive_document(bank, std::move(document), std::move(partner));
      }));
  return all;
}

}  // namespace sealcart::credit
