#include "desk/store/role.h"

namespace sealcart::desk {

std::string_view name(Role role) {
  if (role == Role::admin) return "admin";
  return role == Role::clerk ? "clerk" : "viewer";
}

std::optional<Role> parse_role(std::string_view text) {
  for (const Role role : {Role::viewer, Role::clerk, Role::admin}) {
    if (name(role) == text) return role;
  }
  return std::nullopt;
}

}  // namespace sealcart::desk
