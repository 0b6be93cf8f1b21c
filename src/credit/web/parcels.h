// Parcels of data, as malls send them on the partners' listener (seed S324; docs/protocol.md, "Parcels of data"), and
// as customers fetch what is too large for a mail.
#pragma once

#include "core/task.h"
#include "credit/web/bank.h"
#include "http/message.h"

namespace sealcart::credit {

Task<http::Response> offer_parcel(Bank& bank, const http::Request& request);   // POST /partner/parcels
Task<http::Response> add_piece(Bank& bank, const http::Request& request);      // POST /partner/parcels/:parcel/:offset
Task<http::Response> finish_parcel(Bank& bank, const http::Request& request);  // POST /partner/parcels/:parcel/finish

Task<http::Response> fetch_parcel(Bank& bank, const http::Request& request);  // GET /parcel/:token

}  // namespace sealcart::credit
