// sealcart mall catalogue import | export | list, mall purchases list
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>

#include "cli/clock.h"
#include "cli/failure.h"
#include "cli/mall_order_verbs.h"
#include "cli/verbs.h"
#include "core/rfc3339.h"
#include "exchange/config.h"
#include "mall/store/catalogue.h"
#include "mall/store/catalogue_csv.h"
#include "mall/store/migrations.h"
#include "mall/store/purchases.h"
#include "sql/migrations.h"

namespace sealcart::cli {
namespace {

namespace json = boost::json;
namespace store = mall::store;

constexpr std::size_t most_picture_bytes = 1U << 20;
constexpr std::size_t most_faults_shown = 50;

// Everything that a verb of this kind can be told. One object a verb, kept alive by its callback.
struct Arguments {
  std::string config;
  std::string file;
  std::string pictures;
  bool replace = false;
  bool dry_run = false;
  bool json = false;
  std::int64_t most = 100;
};

std::unique_ptr<sql::Database> open_database(const std::string& config_file) {
  const auto config = exchange::Config::load(config_file);
  if (config.role != "mall") throw Failure(config_file + " is the configuration of a " + config.role + ".");
  auto database = sql::Database::open({.url = config.store_url, .connections = 1});
  database->migrate(sql::migrations("exchange"));
  database->migrate(store::migrations());
  return database;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Failure("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

// The pictures that the products name, from the folder. Without one they must be in the database already.
std::vector<store::Picture> load_pictures(const Arguments& arguments, sql::Database& database,
                                          store::CsvCatalogue& csv) {
  const auto known = database.read_now(store::picture_hashes);
  std::vector<store::Picture> pictures;
  std::set<std::string> loaded;
  for (std::size_t i = 0; i < csv.products.size(); ++i) {
    const std::string& name = csv.products[i].picture;
    if (name.empty() || loaded.contains(name)) continue;
    const auto fault = [&](std::string what) { csv.faults.push_back({csv.lines[i], "picture", std::move(what)}); };
    const auto path = std::filesystem::path(arguments.pictures) / name;
    if (arguments.pictures.empty() || !std::filesystem::is_regular_file(path)) {
      if (!known.contains(name)) {
        fault(arguments.pictures.empty() ? "'" + name + "' is not there yet: say --pictures DIR"
                                         : "there is no file " + path.string());
      }
      continue;
    }
    store::Picture picture{.name = name, .bytes = read_file(path)};
    picture.type = store::picture_type(name, picture.bytes);
    if (picture.type.empty()) fault(path.string() + " is not a PNG, JPEG, WebP or SVG picture of that ending");
    if (picture.bytes.size() > most_picture_bytes) fault(path.string() + " is larger than 1 MiB");
    loaded.insert(name);
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

[[noreturn]] void refuse(const std::string& file, const std::vector<store::CsvFault>& faults) {
  std::string text = file + ": nothing was imported.";
  for (std::size_t i = 0; i < faults.size() && i < most_faults_shown; ++i) {
    const store::CsvFault& fault = faults[i];
    text += fmt::format("\n  line {}{}{}: {}", fault.line, fault.column.empty() ? "" : ", ", fault.column, fault.what);
  }
  if (faults.size() > most_faults_shown) text += fmt::format("\n  and {} more", faults.size() - most_faults_shown);
  throw Failure(text);
}

void import_catalogue(const Arguments& arguments) {
  const SystemClock clock;
  store::CsvCatalogue csv = store::read_csv(read_file(arguments.file));
  const auto database = open_database(arguments.config);
  const auto pictures = load_pictures(arguments, *database, csv);
  if (!csv.faults.empty()) refuse(arguments.file, csv.faults);
  if (!arguments.dry_run) {
    database->write_now([&](sql::Connection& connection) {
      store::import_catalogue(connection, csv.products, pictures, arguments.replace, clock.now());
    });
  }
  const char* done = arguments.dry_run ? "Would import" : "Imported";
  if (arguments.json) {
    std::cout << json::serialize(json::object{
                     {"products", csv.products.size()}, {"pictures", pictures.size()}, {"dry_run", arguments.dry_run}})
              << "\n";
  } else {
    fmt::print("{} {} products and {} pictures.\n", done, csv.products.size(), pictures.size());
  }
}

void export_catalogue(const Arguments& arguments) {
  const std::string text = store::write_csv(open_database(arguments.config)->read_now(store::products));
  if (arguments.file.empty()) {
    std::cout << text;
    return;
  }
  std::ofstream out(arguments.file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw Failure("cannot write " + arguments.file);
}

json::object describe(const mall::Product& product) {
  json::object object{{"sku", product.sku},
                      {"name", product.name_en},
                      {"price", product.price.minor},
                      {"currency", std::string(product.price.currency.code())},
                      {"kind", std::string(protocol::name(product.kind))},
                      {"stock", nullptr},
                      {"active", product.active}};
  if (product.stock) object["stock"] = *product.stock;
  if (product.size) {
    const mall::Size& size = *product.size;
    object["size_mm"] = json::array{size.length_mm, size.width_mm, size.height_mm};
    object["weight_g"] = size.weight_g;
  }
  return object;
}

void list_catalogue(const Arguments& arguments) {
  const auto products = open_database(arguments.config)->read_now(store::products);
  if (arguments.json) {
    json::array list;
    for (const mall::Product& product : products) list.push_back(describe(product));
    std::cout << json::serialize(list) << "\n";
    return;
  }
  for (const mall::Product& product : products) {
    fmt::print("{:<20} {:>12} {:<9} {:>9} {}{}\n", product.sku, format(product.price), protocol::name(product.kind),
               product.stock ? std::to_string(*product.stock) : "unlimited", product.name_en,
               product.active ? "" : " (inactive)");
  }
}

// What an operator may see of a purchase without a desk key.
json::object describe(const mall::Purchase& purchase) {
  json::array handovers;
  for (const mall::Handover& handover : purchase.handovers) {
    json::object one{{"number", handover.number},
                     {"company", handover.partner},
                     {"state", std::string(mall::name(handover.state))},
                     {"created", rfc3339(handover.created)},
                     {"answered", nullptr}};
    if (handover.answered) one["answered"] = rfc3339(*handover.answered);
    handovers.push_back(std::move(one));
  }
  return {{"number", purchase.number},
          {"state", std::string(mall::name(purchase.state))},
          {"amount", purchase.total.minor},
          {"currency", std::string(purchase.total.currency.code())},
          {"created", rfc3339(purchase.created)},
          {"handovers", std::move(handovers)}};
}

void print(const mall::Purchase& purchase) {
  fmt::print("{} {:<7} {:>14} {}\n", purchase.number, mall::name(purchase.state), format(purchase.total),
             rfc3339(purchase.created));
  for (const mall::Handover& handover : purchase.handovers) {
    fmt::print("  {} {:<7} {:<12} {}\n", handover.number, mall::name(handover.state), handover.partner,
               handover.answered ? rfc3339(*handover.answered) : "-");
  }
}

void list_purchases(const Arguments& arguments) {
  const auto purchases = open_database(arguments.config)->read_now([&](sql::Connection& connection) {
    return store::newest_purchases(connection, arguments.most);
  });
  if (arguments.json) {
    json::array list;
    for (const mall::Purchase& purchase : purchases) list.push_back(describe(purchase));
    std::cout << json::serialize(list) << "\n";
    return;
  }
  for (const mall::Purchase& purchase : purchases) print(purchase);
}

CLI::App* add_verb(CLI::App& group, const char* name, const char* about, std::shared_ptr<Arguments> arguments,
                   void (*run)(const Arguments&)) {
  CLI::App* verb = group.add_subcommand(name, about);
  verb->add_option("--config", arguments->config, "The mall's configuration file")->required();
  verb->callback([arguments, run] { run(*arguments); });
  return verb;
}

void add_catalogue_verbs(CLI::App& catalogue) {
  auto to_import = std::make_shared<Arguments>();
  CLI::App* verb =
      add_verb(catalogue, "import", "Add or replace products from a CSV file", to_import, import_catalogue);
  verb->add_option("CSVFILE", to_import->file,
                   "Columns: sku, name, name_ja, description, description_ja, price (minor units), currency, kind "
                   "(physical or digital), stock (empty: unlimited), picture, size (mm, 210x148x30), weight (g)")
      ->required();
  verb->add_option("--pictures", to_import->pictures, "Folder of the pictures that the products name");
  verb->add_flag("--replace", to_import->replace, "Take products that are not in the file out of the catalogue");
  verb->add_flag("--dry-run", to_import->dry_run, "Check everything, change nothing");
  verb->add_flag("--json", to_import->json, "Say what was done as JSON");

  auto to_export = std::make_shared<Arguments>();
  verb = add_verb(catalogue, "export", "Write the products as a CSV file", to_export, export_catalogue);
  verb->add_option("CSVFILE", to_export->file, "Default: standard output");

  auto to_list = std::make_shared<Arguments>();
  verb = add_verb(catalogue, "list", "List the products", to_list, list_catalogue);
  verb->add_flag("--json", to_list->json, "As JSON");
}

}  // namespace

void add_mall_verbs(CLI::App& app) {
  CLI::App* group = app.add_subcommand("mall", "The mall: sells, and never learns to whom");
  group->require_subcommand(1);
  CLI::App* catalogue = group->add_subcommand("catalogue", "The products");
  catalogue->require_subcommand(1);
  add_catalogue_verbs(*catalogue);
  add_mall_order_verbs(*group);
  add_mall_digital_verbs(*group);
  CLI::App* purchases = group->add_subcommand("purchases", "The purchases");
  purchases->require_subcommand(1);
  auto arguments = std::make_shared<Arguments>();
  CLI::App* list = add_verb(*purchases, "list",
                            "List the newest purchases: number, state, amount, times, and to whom each was handed over",
                            arguments, list_purchases);
  list->add_option("--most", arguments->most, "How many")->capture_default_str()->check(CLI::Range(1, 1'000'000));
  list->add_flag("--json", arguments->json, "As JSON");
}

}  // namespace sealcart::cli
