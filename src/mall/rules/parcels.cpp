#include "mall/rules/parcels.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace sealcart::mall {
namespace {

constexpr std::array<std::pair<ParcelState, std::string_view>, 8> names{{{ParcelState::packed, "packed"},
                                                                         {ParcelState::handed, "handed"},
                                                                         {ParcelState::received, "received"},
                                                                         {ParcelState::dispatched, "dispatched"},
                                                                         {ParcelState::failed, "failed"},
                                                                         {ParcelState::delivered, "delivered"},
                                                                         {ParcelState::returned, "returned"},
                                                                         {ParcelState::withdrawn, "withdrawn"}}};

std::optional<ParcelState> state_of(protocol::ParcelState event) {
  switch (event) {
    case protocol::ParcelState::received:
      return ParcelState::received;
    case protocol::ParcelState::dispatched:
      return ParcelState::dispatched;
    case protocol::ParcelState::failed:
      return ParcelState::failed;
    case protocol::ParcelState::delivered:
      return ParcelState::delivered;
    case protocol::ParcelState::returned:
      return ParcelState::returned;
    case protocol::ParcelState::collected:
      return std::nullopt;
  }
  assert(false);
  return std::nullopt;
}

bool told_by_company(ParcelState state) {
  return state != ParcelState::packed && state != ParcelState::handed && state != ParcelState::withdrawn;
}

}  // namespace

std::string_view name(ParcelState state) {
  return std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.first == state; })->second;
}

ParcelState parse_parcel_state(std::string_view text) {
  const auto* found = std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.second == text; });
  assert(found != names.end());
  return found->first;
}

std::optional<ParcelState> after(const Parcel& parcel, protocol::ParcelState event, Time at) {
  const auto state = state_of(event);
  if (!state || state == parcel.state) return std::nullopt;
  if (!told_by_company(parcel.state)) return state;
  if (parcel.state == ParcelState::delivered || parcel.state == ParcelState::returned) return std::nullopt;
  // Of one second, what comes later in a parcel's life.
  if (at < parcel.changed || (at == parcel.changed && *state < parcel.state)) return std::nullopt;
  return state;
}

std::int64_t value_of(const Goods& goods) {
  std::int64_t sum = 0;
  for (const Goods::Line& line : goods.lines) {
    const auto price = checked_multiply(line.price, line.quantity);
    const auto next = price ? checked_add(sum, *price) : std::nullopt;
    assert(next);
    sum = *next;
  }
  return sum;
}

Expected<Packing> pack(const Goods& left, std::span<const int> quantities, bool last_parcel, bool confirmed) {
  if (quantities.size() != left.lines.size()) {
    return problem(400, "packing-quantity", "One quantity belongs to each line.");
  }
  Packing packing{{{}, left.currency}, {{}, left.currency}};
  for (std::size_t i = 0; i < quantities.size(); ++i) {
    const Goods::Line& line = left.lines[i];
    if (quantities[i] < 0 || quantities[i] > line.quantity) {
      return problem(400, "packing-quantity", "A quantity is from 0 to what is left to pack.");
    }
    const auto add = [&](Goods& to, int quantity) {
      if (quantity == 0) return;
      to.lines.push_back(line);
      to.lines.back().quantity = quantity;
    };
    add(packing.packed, quantities[i]);
    add(packing.left, line.quantity - quantities[i]);
  }
  if (packing.packed.lines.empty()) return problem(409, "packing-empty", "Nothing would be in this parcel.");
  if (last_parcel && !packing.left.lines.empty() && !confirmed) {
    return problem(409, "packing-left", "This is the last parcel, and something would stay behind.");
  }
  return packing;
}

std::optional<ClaimPart> part_to_claim(const Moved& moved, std::int64_t value, bool follows) {
  assert(value > 0);
  const std::int64_t amount = std::min(value, voidable(moved));
  if (amount == 0) return std::nullopt;
  return ClaimPart{amount, !follows || amount == voidable(moved)};
}

}  // namespace sealcart::mall
