// What the mall's endpoints share, made once when it starts to serve.
#pragma once

#include <string>

#include "exchange/party.h"
#include "mall/store/purchases.h"
#include "mall/store/results.h"
#include "mall/web/stockroom.h"
#include "mall/web/storefront.h"
#include "mall/web/waiting.h"
#include "seal/secret.h"
#include "sql/database.h"

namespace sealcart::mall {

// The configuration's [mall] table. Throws std::runtime_error when a key is unknown or out of range.
struct Settings {
  std::size_t page_size = 12;              // page_size: products on a page, 1 … 60
  std::int64_t request_seconds = 15 * 60;  // request_minutes: how long a payment request may be settled, 1 … 1440
  std::int64_t stock_flush_seconds = 600;  // stock_flush_seconds: how often sold pieces come off the stock, from 1
  static Settings of(const exchange::Config& config);
};

struct Shop {
  // Reads the catalogue, blocking. Throws std::runtime_error.
  explicit Shop(const exchange::Party& party);
  // Each second, on one loop, never twice at a time.
  Task<void> tick();
  // After the last request and the last tick, while the loops still run: lets waiting windows go and writes the stock.
  // Blocking.
  void stop();

  const exchange::Party& party;
  const Settings settings;
  const seal::Secret basket_secret;    // the cookie
  const seal::Secret offer_secret;     // offers on confirmation pages
  const seal::Secret purchase_secret;  // purchase codes
  Storefront storefront;
  Stockroom stockroom;
  Waiting waiting;
  sql::Group<store::NewPurchase> hand_overs;
  sql::Group<store::ReplyArrival> replies;

 private:
  Task<void> look_for_outcomes(Time now);
  Task<void> write_stock();
  Time next_stock_write_;
};

}  // namespace sealcart::mall
