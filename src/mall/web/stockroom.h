// The shelf of this process, for all of its threads (see rules/shelf.h for why it is not in the database).
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "mall/rules/shelf.h"

namespace sealcart::mall {

class Stockroom {
 public:
  // As Shelf::hold.
  std::optional<std::string> hold(const std::string& number, const std::vector<Line>& lines, Time until);
  // The same for a purchase that may hold them already: now until then.
  std::optional<std::string> hold_on(const std::string& number, const std::vector<Line>& lines, Time until);
  // The purchase's outcome is known: sold when ok, otherwise back on the shelf. Pending counts as not sold.
  void settled(const std::string& number, State state);
  std::vector<std::string> due(Time now);
  Pieces unwritten() const;
  void written(const Pieces& pieces);

 private:
  mutable std::mutex mutex_;
  Shelf shelf_;
};

}  // namespace sealcart::mall
