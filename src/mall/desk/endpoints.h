// One function a page of the mall's desk, in a file of the same subject.
#pragma once

#include "desk/session.h"
#include "mall/desk/office.h"

namespace sealcart::mall {

using desk::Session;

Task<http::Response> show_packing(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_pack(Office& office, const http::Request& request, const Session& session);
Task<http::Response> open_goods(Office& office, const http::Request& request, const Session& session);
Task<http::Response> pack_parcel(Office& office, const http::Request& request, const Session& session);
Task<http::Response> send_label(Office& office, const http::Request& request, const Session& session);
Task<http::Response> reprint_label(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_handing(Office& office, const http::Request& request, const Session& session);
Task<http::Response> hand_parcels(Office& office, const http::Request& request, const Session& session);
Task<http::Response> withdraw_parcels(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_returned(Office& office, const http::Request& request, const Session& session);
Task<http::Response> take_back_parcels(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_digital(Office& office, const http::Request& request, const Session& session);
Task<http::Response> pack_digital(Office& office, const http::Request& request, const Session& session);
Task<http::Response> retry_digital(Office& office, const http::Request& request, const Session& session);

// Catalogue and texts.
Task<http::Response> show_catalogue(Office& office, const http::Request& request, const Session& session);
Task<http::Response> new_product(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_product(Office& office, const http::Request& request, const Session& session);
Task<http::Response> edit_product(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_product_file(Office& office, const http::Request& request, const Session& session);
Task<http::Response> send_product_file(Office& office, const http::Request& request, const Session& session);
Task<http::Response> add_file_piece(Office& office, const http::Request& request, const Session& session);
Task<http::Response> finish_file(Office& office, const http::Request& request, const Session& session);
Task<http::Response> cancel_file(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_pictures(Office& office, const http::Request& request, const Session& session);
Task<http::Response> add_pictures(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_picture(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_import(Office& office, const http::Request& request, const Session& session);
Task<http::Response> import_catalogue(Office& office, const http::Request& request, const Session& session);
Task<http::Response> export_catalogue(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_texts(Office& office, const http::Request& request, const Session& session);
Task<http::Response> change_text(Office& office, const http::Request& request, const Session& session);

// Purchases.
Task<http::Response> show_purchases(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_purchase(Office& office, const http::Request& request, const Session& session);
Task<http::Response> confirm_refund(Office& office, const http::Request& request, const Session& session);
Task<http::Response> make_refund(Office& office, const http::Request& request, const Session& session);
Task<http::Response> confirm_void(Office& office, const http::Request& request, const Session& session);
Task<http::Response> make_void(Office& office, const http::Request& request, const Session& session);

// Remittances.
Task<http::Response> show_remittances(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_remittance(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_differences(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_unknown(Office& office, const http::Request& request, const Session& session);
Task<http::Response> export_remittance(Office& office, const http::Request& request, const Session& session);

}  // namespace sealcart::mall
