#include "protocol/company_number.h"

namespace sealcart::protocol {

std::string_view name(NumberKind kind) { return kind == NumberKind::receipt ? "receipt" : "shipping"; }

seal::Subject subject(NumberKind kind) {
  return kind == NumberKind::receipt ? seal::Subject::customer : seal::Subject::addressee;
}

}  // namespace sealcart::protocol
