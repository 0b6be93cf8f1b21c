// Everything that the shipping company's table holds of one shipment, as it holds it.
#pragma once

#include <string_view>

#include "core/record.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::shipping::store {

Record record_of(sql::Connection& connection, const seal::Digest& request_key);

}  // namespace sealcart::shipping::store
