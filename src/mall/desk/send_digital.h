// The way of parcels of data to the credit company (seed S324).
#pragma once

#include "core/task.h"
#include "exchange/party.h"

namespace sealcart::mall {

// Sends until nothing is due, one parcel after another; large ones by turns. After the last of a purchase the Claim. A
// transfer goes on where it broke off. The number of parcels that were accepted.
Task<int> send_digital(const exchange::Party& party);

}  // namespace sealcart::mall
