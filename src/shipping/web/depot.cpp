#include "shipping/web/depot.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>

#include "exchange/files.h"
#include "render/embedded.h"

namespace sealcart::shipping {
namespace {

// Also those of the depot's desk (shipping/desk/counter.h, remitting.h).
constexpr std::array<std::string_view, 15> known_settings = {"size_classes",
                                                             "services",
                                                             "hours",
                                                             "cash_on_delivery",
                                                             "pickup_points",
                                                             "postal_codes",
                                                             "cod_fee_fixed",
                                                             "cod_fee_basis_points",
                                                             "bank_iban",
                                                             "bank_number",
                                                             "bank_bic",
                                                             "bank_clearing_system",
                                                             "bank_clearing_member",
                                                             "payment_version",
                                                             "payment_service_level"};
constexpr std::string_view default_classes =
    "60:600:2000 80:800:5000 100:1000:10000 120:1200:15000 140:1400:20000 160:1600:25000";
constexpr std::string_view default_services = "standard express";
constexpr std::string_view default_hours = "09-12 12-14 14-16 16-18 18-20";

[[noreturn]] void refuse(const exchange::Config& config, const std::string& what) {
  throw std::runtime_error(config.file + ": [shipping] " + what);
}

Offer offer_of(const exchange::Config& config) {
  const std::int64_t collects = config.integer("cash_on_delivery", 1);
  if (collects != 0 && collects != 1) refuse(config, "'cash_on_delivery' is 1 or 0");
  auto offer = read_offer({.size_classes = config.text("size_classes", default_classes),
                           .services = config.text("services", default_services),
                           .hours = config.text("hours", default_hours),
                           .pickup_points = config.text("pickup_points", ""),
                           .cash_on_delivery = collects == 1});
  if (!offer) refuse(config, offer.error().detail);
  return std::move(*offer);
}

// The company's own file, relative to the configuration's folder; without one, the sample that is compiled in.
PostalCodes postal_codes_of(const exchange::Config& config) {
  const std::string file = config.text("postal_codes", "");
  const auto folder = std::filesystem::absolute(config.file).parent_path();
  auto codes = file.empty() ? PostalCodes::read(render::embedded("web/shipping/postal_codes.tsv").value())
                            : PostalCodes::read(exchange::read_file((folder / file).string()));
  if (!codes) refuse(config, "'postal_codes': " + codes.error().detail);
  return std::move(*codes);
}

}  // namespace

Settings Settings::of(const exchange::Config& config) {
  for (const auto& [key, value] : config.own) {
    if (std::find(known_settings.begin(), known_settings.end(), key) == known_settings.end()) {
      refuse(config, "has no setting '" + key + "'");
    }
  }
  return {.offer = offer_of(config), .postal_codes = postal_codes_of(config)};
}

Depot::Depot(const exchange::Party& its_party)
    : party(its_party), settings(Settings::of(its_party.config)), acceptances(its_party.database, store::accept) {}

Task<void> Depot::tick() { co_return; }

void Depot::stop() {}

}  // namespace sealcart::shipping
