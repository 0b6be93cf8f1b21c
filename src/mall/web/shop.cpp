#include "mall/web/shop.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "mall/store/stock.h"

namespace sealcart::mall {
namespace {

std::int64_t bounded(const exchange::Config& config, std::string_view key, std::int64_t otherwise, std::int64_t most) {
  const std::int64_t value = config.integer(key, otherwise);
  if (value < 1 || value > most) {
    throw std::runtime_error(config.file + ": 'mall." + std::string(key) + "' must be from 1 to " +
                             std::to_string(most));
  }
  return value;
}

}  // namespace

Settings Settings::of(const exchange::Config& config) {
  constexpr std::array<std::string_view, 4> known = {"page_size", "request_minutes", "stock_flush_seconds",
                                                     "remittance_days"};  // the desk's
  for (const auto& [key, value] : config.own) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      throw std::runtime_error(config.file + ": unknown setting 'mall." + key + "'");
    }
  }
  return {.page_size = static_cast<std::size_t>(bounded(config, "page_size", 12, 60)),
          .request_seconds = 60 * bounded(config, "request_minutes", 15, 1440),
          .stock_flush_seconds = bounded(config, "stock_flush_seconds", 600, 86400)};
}

Shop::Shop(const exchange::Party& with)
    : party(with),
      settings(Settings::of(with.config)),
      basket_secret(with.keys.secret().derive("basket")),
      offer_secret(with.keys.secret().derive("offer")),
      purchase_secret(with.keys.secret().derive("purchase")),
      storefront(with.database),
      hand_overs(with.database, store::insert_purchases),
      replies(with.database, store::take_replies),
      next_stock_write_(with.clock.now() + settings.stock_flush_seconds) {}

Task<void> Shop::tick() {
  const Time now = party.clock.now();
  co_await storefront.refresh();
  co_await look_for_outcomes(now);
  waiting.let_go(now);
  if (now >= next_stock_write_) {
    next_stock_write_ = now + settings.stock_flush_seconds;
    co_await write_stock();
  }
}

// One query for all: windows that wait, since another process may have taken the result, and held pieces whose purchase
// ran out.
Task<void> Shop::look_for_outcomes(Time now) {
  const std::vector<std::string> due = stockroom.due(now);
  std::vector<std::string> numbers = waiting.numbers();
  numbers.insert(numbers.end(), due.begin(), due.end());
  if (numbers.empty()) co_return;
  const auto found = co_await party.database.read([&](sql::Connection& c) { return store::progress(c, numbers); });
  for (const Progress& purchase : found) {
    waiting.answered(purchase.number, purchase.answered);
    if (purchase.state != State::pending) stockroom.settled(purchase.number, purchase.state);
  }
  for (const std::string& number : due) stockroom.settled(number, State::pending);
}

Task<void> Shop::write_stock() {
  const Pieces sold = stockroom.unwritten();
  if (sold.empty()) co_return;
  co_await party.database.write([&](sql::Connection& c) { store::take_off_stock(c, sold); });
  // In this order what is left is for a moment counted too low, never too high.
  co_await storefront.refresh();
  stockroom.written(sold);
}

void Shop::stop() {
  waiting.stop();
  const Pieces sold = stockroom.unwritten();
  if (sold.empty()) return;
  party.database.write_now([&](sql::Connection& c) { store::take_off_stock(c, sold); });
  stockroom.written(sold);
}

}  // namespace sealcart::mall
