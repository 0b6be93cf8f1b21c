// What is left of products of limited stock while purchases are under way.
//
// In the memory of one process, on purpose: a row that ties a product to a purchase number, or a stock that falls by
// one in the transaction that writes a purchase, would tell a thief of the database (or of its log) what that purchase
// was of. So holds are never written, and what was sold is taken off the product's stock later, for many purchases in
// one sum, in a transaction of its own. The price: a process that dies forgets the sum not yet written, and several
// processes of one mall may between them sell a little more than there is. The packing desk counts the real shelf.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/world.h"
#include "mall/rules/basket.h"

namespace sealcart::mall {

// Pieces by sku.
using Pieces = std::map<std::string, std::int64_t, std::less<>>;

// Not safe for several threads: whoever owns it locks.
class Shelf {
 public:
  // Sets the bill's pieces of limited stock aside for a purchase. The sku of which too few are left, or nullopt when
  // all are held.
  std::optional<std::string> hold(const std::string& number, const std::vector<Line>& lines, Time until);
  // The purchase has its outcome; a number that holds nothing is fine.
  void sold(const std::string& number);
  void release(const std::string& number);

  // Purchases whose hold ran out, oldest first. They stay held until sold() or release().
  std::vector<std::string> due(Time now, std::size_t most);

  // What was sold and is not yet off the products' stock; and that it now is.
  const Pieces& unwritten() const { return sold_; }
  void written(const Pieces& pieces);

 private:
  struct Hold {
    Pieces pieces;
    Time until;  // a purchase may be held anew, for longer
  };
  std::unordered_map<std::string, Hold> holds_;     // by purchase number
  std::deque<std::pair<Time, std::string>> order_;  // of holding; may name numbers that are gone or held for longer
  Pieces held_;                                     // sum of holds_
  Pieces sold_;
};

}  // namespace sealcart::mall
