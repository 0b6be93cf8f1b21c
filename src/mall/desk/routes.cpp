#include "mall/desk/routes.h"

#include "desk/pages.h"
#include "mall/desk/endpoints.h"

namespace sealcart::mall {
namespace {

using desk::Role, http::Method;

constexpr desk::Page<Office> pages[] = {
    {Role::viewer, Method::get, "/", show_home},
    {Role::viewer, Method::get, "/packing", show_packing},
    {Role::viewer, Method::get, "/packing/:number", show_pack},
    {Role::clerk, Method::post, "/packing/:number/open", open_goods},
    {Role::clerk, Method::post, "/packing/:number/pack", pack_parcel},
    {Role::clerk, Method::get, "/label/:number/:parcel", send_label},
    {Role::clerk, Method::post, "/label/:number/:parcel/reprint", reprint_label},
    {Role::viewer, Method::get, "/handing", show_handing},
    {Role::clerk, Method::post, "/handing", hand_parcels},
    {Role::clerk, Method::post, "/handing/withdraw", withdraw_parcels},
    {Role::viewer, Method::get, "/returned", show_returned},
    {Role::clerk, Method::post, "/returned", take_back_parcels},

    {Role::viewer, Method::get, "/catalogue", show_catalogue},
    {Role::clerk, Method::get, "/catalogue/new", new_product},
    {Role::viewer, Method::get, "/catalogue/product/:sku", show_product},
    {Role::clerk, Method::post, "/catalogue/product", edit_product},
    {Role::viewer, Method::get, "/catalogue/product/:sku/file", show_product_file},
    {Role::clerk, Method::post, "/catalogue/product/:sku/file", send_product_file},
    {Role::clerk, Method::post, "/catalogue/product/:sku/file/:upload/finish", finish_file},
    {Role::clerk, Method::post, "/catalogue/product/:sku/file/:upload/cancel", cancel_file},
    {Role::clerk, Method::post, "/catalogue/product/:sku/file/:upload/:offset", add_file_piece},
    {Role::viewer, Method::get, "/catalogue/pictures", show_pictures},
    {Role::clerk, Method::post, "/catalogue/pictures", add_pictures},
    {Role::viewer, Method::get, "/catalogue/picture/:name", show_picture},
    {Role::clerk, Method::get, "/catalogue/import", show_import},
    {Role::clerk, Method::post, "/catalogue/import", import_catalogue},
    {Role::viewer, Method::get, "/catalogue/export", export_catalogue},
    {Role::viewer, Method::get, "/texts", show_texts},
    {Role::clerk, Method::post, "/texts", change_text},

    {Role::viewer, Method::get, "/purchases", show_purchases},
    {Role::clerk, Method::get, "/purchases/void", confirm_void},
    {Role::clerk, Method::post, "/purchases/void", make_void},
    {Role::viewer, Method::get, "/purchases/:number", show_purchase},
    {Role::clerk, Method::get, "/purchases/:number/refund", confirm_refund},
    {Role::clerk, Method::post, "/purchases/:number/refund", make_refund},

    {Role::viewer, Method::get, "/remittances", show_remittances},
    {Role::viewer, Method::get, "/remittances/differences", show_differences},
    {Role::viewer, Method::get, "/remittances/unknown", show_unknown},
    {Role::viewer, Method::get, "/remittances/payout/:id", show_remittance},
    {Role::viewer, Method::get, "/remittances/payout/:id/export", export_remittance},

    {Role::viewer, Method::get, "/digital", show_digital},
    {Role::clerk, Method::post, "/digital/pack", pack_digital},
    {Role::clerk, Method::post, "/digital/retry", retry_digital},
};

}  // namespace

std::vector<http::Route> routes(Office& office) { return desk::routes_of(office, pages); }

}  // namespace sealcart::mall
