// Customers' keys for what is sent as data, encrypted for the customer alone (web/kept_key.h).
#pragma once

#include <string>
#include <string_view>

#include "sql/database.h"

namespace sealcart::mall::store {

// Replaces what is there. With the purchase itself: NewPurchase::kept_key.
void keep_key(sql::Connection& connection, std::string_view purchase, std::string_view kept);
// Empty when there is none.
std::string kept_key(sql::Connection& connection, std::string_view purchase);

}  // namespace sealcart::mall::store
