#include "mall/desk/routes.h"

#include "mall/desk/endpoints.h"

namespace sealcart::mall {

std::vector<http::Route> routes(Office& office) {
  using desk::Role, http::Method;
  std::vector<http::Route> all;
  const auto add = [&](Role needed, Method method, const char* pattern,
                       Task<http::Response> (*endpoint)(Office&, const http::Request&, const Session&)) {
    all.push_back(desk::route(office, needed, method, pattern, endpoint));
  };
  add(Role::viewer, Method::get, "/", show_home);
  add(Role::viewer, Method::get, "/packing", show_packing);
  add(Role::viewer, Method::get, "/packing/:number", show_pack);
  add(Role::clerk, Method::post, "/packing/:number/open", open_goods);
  add(Role::clerk, Method::post, "/packing/:number/pack", pack_parcel);
  add(Role::clerk, Method::get, "/label/:number/:parcel", send_label);
  add(Role::clerk, Method::post, "/label/:number/:parcel/reprint", reprint_label);
  add(Role::viewer, Method::get, "/handing", show_handing);
  add(Role::clerk, Method::post, "/handing", hand_parcels);
  add(Role::viewer, Method::get, "/returned", show_returned);
  add(Role::clerk, Method::post, "/returned", take_back_parcels);

  add(Role::viewer, Method::get, "/catalogue", show_catalogue);
  add(Role::clerk, Method::get, "/catalogue/new", new_product);
  add(Role::viewer, Method::get, "/catalogue/product/:sku", show_product);
  add(Role::clerk, Method::post, "/catalogue/product", edit_product);
  add(Role::viewer, Method::get, "/catalogue/pictures", show_pictures);
  add(Role::clerk, Method::post, "/catalogue/pictures", add_pictures);
  add(Role::viewer, Method::get, "/catalogue/picture/:name", show_picture);
  add(Role::clerk, Method::get, "/catalogue/import", show_import);
  add(Role::clerk, Method::post, "/catalogue/import", import_catalogue);
  add(Role::viewer, Method::get, "/catalogue/export", export_catalogue);
  add(Role::viewer, Method::get, "/texts", show_texts);
  add(Role::clerk, Method::post, "/texts", change_text);

  add(Role::viewer, Method::get, "/purchases", show_purchases);
  add(Role::clerk, Method::get, "/purchases/void", confirm_void);
  add(Role::clerk, Method::post, "/purchases/void", make_void);
  add(Role::viewer, Method::get, "/purchases/:number", show_purchase);
  add(Role::clerk, Method::get, "/purchases/:number/refund", confirm_refund);
  add(Role::clerk, Method::post, "/purchases/:number/refund", make_refund);

  add(Role::viewer, Method::get, "/remittances", show_remittances);
  add(Role::viewer, Method::get, "/remittances/differences", show_differences);
  add(Role::viewer, Method::get, "/remittances/unknown", show_unknown);
  add(Role::viewer, Method::get, "/remittances/payout/:id", show_remittance);
  add(Role::viewer, Method::get, "/remittances/payout/:id/export", export_remittance);

  add(Role::viewer, Method::get, "/digital", show_digital);
  add(Role::clerk, Method::post, "/digital/pack", pack_digital);
  add(Role::clerk, Method::post, "/digital/retry", retry_digital);
  return all;
}

}  // namespace sealcart::mall
