// Everything that the credit company's tables hold of one settlement and its customer, as they hold it.
#pragma once

#include <string_view>

#include "core/record.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::credit::store {

Record record_of(sql::Connection& connection, const seal::Digest& purchase_key);

}  // namespace sealcart::credit::store
