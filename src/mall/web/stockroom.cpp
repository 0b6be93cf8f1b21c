#include "mall/web/stockroom.h"

namespace sealcart::mall {

std::optional<std::string> Stockroom::hold(const std::string& number, const std::vector<Line>& lines, Time until) {
  const std::lock_guard lock(mutex_);
  return shelf_.hold(number, lines, until);
}

std::optional<std::string> Stockroom::hold_on(const std::string& number, const std::vector<Line>& lines, Time until) {
  const std::lock_guard lock(mutex_);
  shelf_.release(number);
  return shelf_.hold(number, lines, until);
}

void Stockroom::settled(const std::string& number, State state) {
  const std::lock_guard lock(mutex_);
  if (state == State::ok) {
    shelf_.sold(number);
  } else {
    shelf_.release(number);
  }
}

std::vector<std::string> Stockroom::due(Time now) {
  const std::lock_guard lock(mutex_);
  return shelf_.due(now, 1000);
}

Pieces Stockroom::unwritten() const {
  const std::lock_guard lock(mutex_);
  return shelf_.unwritten();
}

void Stockroom::written(const Pieces& pieces) {
  const std::lock_guard lock(mutex_);
  shelf_.written(pieces);
}

}  // namespace sealcart::mall
