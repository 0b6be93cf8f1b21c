// Takes away what broke off: uploads that nobody finished, files that were being encrypted when the desk ended.
#pragma once

#include "exchange/party.h"

namespace sealcart::mall {

// Unfinished files that nobody has written to for a day. Whole ones never, whatever the database says of them: it may
// be the wrong one.
void sweep_files(const exchange::Party& party);

}  // namespace sealcart::mall
