// The goods of one hand-over: what its sealed box says for the packing desk, and what the mall keeps, encrypted, until
// a parcel is on its way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "mall/rules/basket.h"
#include "mall/rules/packing.h"

namespace sealcart::mall {

struct Goods {
  struct Line {
    std::string sku;
    std::string name;  // empty when the names of all would not fit into the largest box: the desk has them
    int quantity = 0;
    std::int64_t price = 0;  // of one, minor units
    std::optional<Size> size;
    bool digital = false;  // a file, sent as data
    friend bool operator==(const Line&, const Line&) = default;
  };
  std::vector<Line> lines;
  Currency currency;
  std::string recipient;  // the customer's one-time key for what is digital (parcel/recipient.h); empty without it
  friend bool operator==(const Goods&, const Goods&) = default;
};

// All that is billed, or what of it goes by parcel. The customer's key is added by whoever has it.
Goods goods_of(const Bill& bill);
Goods parcel_goods(const Bill& bill);
// Without names.
Goods nameless(Goods goods);

// What the desk finds in the box: JSON, with nothing of sizes.
std::string sealed_contents(const Goods& goods);
// JSON of all of it, and back; nullopt for anything that encode cannot give.
std::string encode(const Goods& goods);
std::optional<Goods> decode_goods(std::string_view json);

// What of it is sent as data, and what that costs. Without lines when nothing is.
Goods digital_goods(const Goods& goods);
Money sum(const Goods& goods);

// For packing. nullopt when something has not been measured.
std::optional<std::vector<Load>> loads(const Goods& goods);

}  // namespace sealcart::mall
