// What an operator may do. Each role may do what those before it may.
#pragma once

#include <optional>
#include <string_view>

namespace sealcart::desk {

enum class Role {
  viewer,  // looks at lists and books; opens no seal, changes nothing
  clerk,   // the daily work: packs, scans, bills, pays
  admin    // operators, partners, settings
};
std::string_view name(Role role);
std::optional<Role> parse_role(std::string_view name);

}  // namespace sealcart::desk
