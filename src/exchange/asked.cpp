#include "exchange/asked.h"

namespace sealcart::exchange {

Problem request_expired() { return {410, "request-expired", "This request has expired."}; }

}  // namespace sealcart::exchange
