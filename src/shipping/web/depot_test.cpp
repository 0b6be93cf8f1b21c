#include "shipping/web/depot.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace sealcart::shipping {
namespace {

exchange::Config config() {
  exchange::Config made;
  made.role = "shipping";
  made.file = "/nowhere/shipping.toml";
  return made;
}

TEST(Settings, HaveDefaults) {
  const Settings settings = Settings::of(config());
  EXPECT_EQ(settings.offer.terms.classes.size(), 6U);
  EXPECT_TRUE(settings.offer.terms.has_service("express"));
  EXPECT_TRUE(settings.offer.terms.cash_on_delivery);
  EXPECT_EQ(settings.offer.hours.size(), 5U);
  EXPECT_TRUE(settings.offer.points.empty());
  // The sample that is compiled in.
  EXPECT_GE(settings.postal_codes.size(), 60U);
  EXPECT_EQ(settings.postal_codes.find("150-0001"), (Place{"東京都", "渋谷区", "神宮前"}));
}

TEST(Settings, AreTakenFromTheConfiguration) {
  const std::string file = (std::filesystem::temp_directory_path() / "sealcart_postal_codes_test.tsv").string();
  std::ofstream(file) << "999-0001\tA\tB\tC\n";
  exchange::Config ours = config();
  ours.own = {{"cash_on_delivery", std::int64_t{0}},
              {"hours", std::string()},
              {"pickup_points", std::string("ueno=Ueno Station")},
              {"postal_codes", file},
              {"services", std::string("slow")},
              {"size_classes", std::string("s:600:2000")}};
  const Settings settings = Settings::of(ours);
  std::filesystem::remove(file);
  EXPECT_FALSE(settings.offer.terms.cash_on_delivery);
  EXPECT_TRUE(settings.offer.hours.empty());
  EXPECT_EQ(settings.offer.points.at(0).name, "Ueno Station");
  EXPECT_EQ(settings.offer.terms.services, std::vector<std::string>{"slow"});
  EXPECT_EQ(settings.postal_codes.size(), 1U);
}

TEST(Settings, AreRefusedWithTheirName) {
  using Value = std::variant<std::string, std::int64_t>;
  for (const auto& [key, value] :
       std::vector<std::pair<std::string, Value>>{{"hour", std::string("09-12")},
                                                  {"hours", std::string("noon")},
                                                  {"hours", std::int64_t{9}},
                                                  {"cash_on_delivery", std::int64_t{2}},
                                                  {"cash_on_delivery", std::string("yes")},
                                                  {"size_classes", std::string("large")},
                                                  {"pickup_points", std::string("ueno")},
                                                  {"postal_codes", std::string("missing")}}) {
    exchange::Config ours = config();
    ours.own.emplace(key, value);
    try {
      Settings::of(ours);
      ADD_FAILURE() << key;
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find(key == "postal_codes" ? "missing" : key), std::string::npos)
          << error.what();
    }
  }
}

}  // namespace
}  // namespace sealcart::shipping
