// A form with files that one of the desk's own pages sent.
#pragma once

#include "exchange/party.h"
#include "upload/form.h"

namespace sealcart::mall {

// Problems: 403 foreign-form, 400 form-malformed.
Expected<upload::Form> own_upload(const exchange::Party& party, const http::Request& request);

}  // namespace sealcart::mall
