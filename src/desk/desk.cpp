#include "desk/desk.h"

namespace sealcart::desk {

Desk::Desk(const exchange::Party& p, const seal::DeskKey& k)
    : party(p), key(k), secret(p.keys.secret().derive("desk")) {}

}  // namespace sealcart::desk
