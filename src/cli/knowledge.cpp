#include "cli/knowledge.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>

#include "cli/failure.h"
#include "credit/store/record.h"
#include "exchange/config.h"
#include "exchange/files.h"
#include "mall/store/purchases.h"
#include "mall/store/record.h"
#include "protocol/payment_request.h"
#include "seal/open.h"
#include "shipping/store/record.h"

namespace sealcart::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct Opened {
  exchange::Config config;
  std::unique_ptr<sql::Database> database;
};

Opened open_place(const KnowledgePlace& place) {
  Opened opened{exchange::Config::load(place.config), nullptr};
  opened.database = sql::Database::open({.url = opened.config.store_url, .connections = 1});
  return opened;
}

// Which fact a column tells; all others are numbers, times and hashes that name or prove, and tell none.
Fact fact_of(std::string_view column) {
  static const std::map<std::string_view, Fact> facts{{"sealed_goods", Fact::products},
                                                      {"left_goods", Fact::products},
                                                      {"kept_goods", Fact::products},
                                                      {"amount", Fact::amount},
                                                      {"currency", Fact::amount},
                                                      {"value", Fact::amount},
                                                      {"due", Fact::amount},
                                                      {"parcels", Fact::size},
                                                      {"size_class", Fact::size},
                                                      {"card", Fact::customer},
                                                      {"last4", Fact::customer},
                                                      {"number_sealed", Fact::customer},
                                                      {"name", Fact::customer},
                                                      {"address", Fact::customer},
                                                      {"phone", Fact::customer},
                                                      {"email", Fact::customer},
                                                      {"employer", Fact::customer},
                                                      {"password_hash", Fact::customer},
                                                      {"sealed_customer", Fact::customer},
                                                      {"sealed_addressee", Fact::addressee}};
  const auto found = facts.find(column);
  return found == facts.end() ? Fact::number : found->second;
}

bool is_sealed_column(std::string_view column) {
  return column.find("sealed") != std::string_view::npos || column.ends_with("_goods");
}

// SPEC section 1, row by row: what a party may hold in readable form. Sealed to somebody's desk, everything may lie
// anywhere. `collects`: of a shipping company, that it is cash on delivery.
bool may_hold(std::string_view role, Fact fact, bool collects) {
  switch (fact) {
    case Fact::products:
    case Fact::addressee:
      return false;
    case Fact::amount:
      return role != "shipping" || collects;
    case Fact::size:
      return role != "credit";
    case Fact::customer:
      return role == "credit";
    case Fact::number:
      return true;
  }
  return false;
}

std::vector<KnownValue> values_of(const Record& record, std::string_view role, bool collects) {
  std::vector<KnownValue> values;
  Fact answers = Fact::number;
  for (const RecordedColumn& column : record) {
    // What came back from a company is its sealed customer or addressee, by the hand-over's role.
    if (column.column == "role") answers = column.value == "credit" ? Fact::customer : Fact::addressee;
    const Fact fact = column.column == "reply_sealed" ? answers : fact_of(column.column);
    KnownValue value{.column = column, .fact = fact, .sealed = is_sealed_column(column.column)};
    value.allowed = value.sealed || may_hold(role, value.fact, collects);
    values.push_back(std::move(value));
  }
  return values;
}

// Texts of the opened seals that only some may read.
struct Secrets {
  std::set<std::string> products, customer, addressee;
};

std::optional<std::string> open_seal(const KnowledgePlace& place, const exchange::Config& config, seal::Subject subject,
                                     std::string_view number, std::string_view sealed) {
  const std::string passphrase = exchange::read_file(place.passphrase);
  const auto key = seal::DeskKey::decrypt(exchange::read_file(config.desk.key),
                                          std::string_view(passphrase).substr(0, passphrase.find('\n')));
  if (!key) return std::nullopt;
  auto opened = key->open(subject, number, sealed);
  if (!opened) return std::nullopt;
  return std::move(*opened);
}

void read_products(const std::string& contents, std::set<std::string>& products) {
  const json::value value = json::parse(contents);
  for (const auto& item : value.at("items").as_array()) {
    products.emplace(item.at("sku").as_string());
    if (const auto* name = item.as_object().if_contains("name")) products.emplace(name->as_string());
  }
}

std::string column_of(const Record& record, std::string_view name) {
  for (const RecordedColumn& each : record) {
    if (each.column == name) return each.value;
  }
  return {};
}

// Files in which a thief of the database and the logs would look: not the keys, which lie apart from them.
std::vector<std::string> stolen_files(const exchange::Config& config) {
  std::vector<std::string> files;
  const fs::path folder = fs::path(config.file).parent_path();
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.file_size() == 0) continue;
    const std::string top = fs::relative(entry.path(), folder).begin()->string();
    if (top != "keys" && top != "desk" && top != "tls") files.push_back(entry.path().string());
  }
  return files;
}

std::vector<Search> search(const exchange::Config& config, std::string_view role, const Secrets& secrets) {
  std::vector<Search> searches;
  const auto look_for = [&](Fact fact, const std::set<std::string>& texts) {
    for (const std::string& text : texts) {
      if (text.size() >= 4) searches.push_back({fact, text, 0, false});  // shorter ones are found in anything
    }
  };
  // The mall's own catalogue names every product; which of them were bought it must not say.
  if (role != "mall") look_for(Fact::products, secrets.products);
  if (role != "credit") look_for(Fact::customer, secrets.customer);
  look_for(Fact::addressee, secrets.addressee);
  for (const std::string& file : stolen_files(config)) {
    const std::string bytes = exchange::read_file(file);
    for (Search& each : searches) {
      each.bytes += bytes.size();
      each.found = each.found || bytes.find(each.text) != std::string::npos;
    }
  }
  return searches;
}

std::vector<std::string> lines_with(const std::string& file, const std::set<std::string>& numbers) {
  std::vector<std::string> lines;
  if (file.empty() || !fs::exists(file)) return lines;
  std::istringstream log(exchange::read_file(file));
  for (std::string line; std::getline(log, line);) {
    const bool names = std::any_of(numbers.begin(), numbers.end(),
                                   [&](const std::string& number) { return line.find(number) != std::string::npos; });
    if (names) lines.push_back(std::move(line));
  }
  return lines;
}

// One look at everything, party by party.
class Look {
 public:
  Look(const std::vector<KnowledgePlace>& places, std::string purchase)
      : places_(places), purchase_number_(std::move(purchase)) {}

  Knowledge take() {
    Knowledge knowledge{.purchase = purchase_number_};
    const Opened mall = open_place(places_.front());
    const auto purchase = mall.database->read_now(
        [&](sql::Connection& c) { return mall::store::purchase_by_number(c, purchase_number_); });
    if (!purchase) return knowledge;
    const Record record =
        mall.database->read_now([&](sql::Connection& c) { return mall::store::record_of(c, purchase_number_); });
    add(places_.front(), mall, record, {purchase_number_}, false);
    for (const mall::Handover& handover : purchase->handovers) read_company(mall, handover);
    for (std::size_t i = 0; i < found_.size(); ++i) {
      PartyKnowledge& party = parties_[i];
      party.searches = search(found_[i].config, party.role, secrets_);
      party.log_lines = lines_with(found_[i].config.log_file, found_[i].numbers);
    }
    for (const auto* texts : {&secrets_.products, &secrets_.customer, &secrets_.addressee}) {
      for (const std::string& text : *texts) knowledge.truth.push_back(text);
    }
    knowledge.parties = std::move(parties_);
    return knowledge;
  }

 private:
  struct Found {
    exchange::Config config;
    std::set<std::string> numbers;
  };

  void add(const KnowledgePlace& place, const Opened& opened, const Record& record, std::set<std::string> numbers,
           bool collects) {
    parties_.push_back({.name = place.name, .role = place.role, .values = values_of(record, place.role, collects)});
    found_.push_back({opened.config, std::move(numbers)});
  }

  // What the company of a hand-over holds, and what the opened seals say.
  void read_company(const Opened& mall, const mall::Handover& handover) {
    if (const auto goods =
            open_seal(places_.front(), mall.config, seal::Subject::goods, handover.number, handover.sealed_goods)) {
      read_products(*goods, secrets_.products);
    }
    const auto place = std::find_if(places_.begin(), places_.end(),
                                    [&](const KnowledgePlace& each) { return each.id == handover.partner; });
    if (place == places_.end()) return;
    const Opened company = open_place(*place);
    const seal::Digest key = protocol::request_key(mall.config.origin, mall::named(handover).name);
    const bool credit = handover.role == mall::Role::credit;
    const Record record = company.database->read_now([&](sql::Connection& c) {
      return credit ? credit::store::record_of(c, key) : shipping::store::record_of(c, key);
    });
    if (record.empty()) return;
    const std::string number = column_of(record, credit ? "receipt" : "number");
    // Whether it collects is the mall's word: what the company's own rows say is what is looked at.
    add(*place, company, record, {handover.number, number}, handover.amount.has_value());
    if (number.empty()) return;
    const auto subject = credit ? seal::Subject::customer : seal::Subject::addressee;
    const auto person = open_seal(*place, company.config, subject, number,
                                  column_of(record, credit ? "sealed_customer" : "sealed_addressee"));
    if (!person) return;
    const json::value members = json::parse(*person);
    for (const auto& [member, value] : members.as_object()) {
      // Days, hours, countries and ids tell no person by themselves.
      const bool tells = member == "name" || member == "kana" || member == "street" || member == "building" ||
                         member == "phone" || member == "postal-code";
      if (tells && value.is_string()) (credit ? secrets_.customer : secrets_.addressee).emplace(value.as_string());
    }
    if (credit) secrets_.customer.insert(column_of(record, "email"));
  }

  const std::vector<KnowledgePlace>& places_;
  const std::string purchase_number_;
  std::vector<PartyKnowledge> parties_;
  std::vector<Found> found_;
  Secrets secrets_;
};

}  // namespace

const char* word_key(Fact fact) {
  constexpr const char* keys[] = {"fact.products", "fact.amount",    "fact.size",
                                  "fact.customer", "fact.addressee", "fact.number"};
  return keys[static_cast<std::size_t>(fact)];
}

const char* rule_key(Fact fact) {
  constexpr const char* keys[] = {"rule.products", "rule.amount",    "rule.size",
                                  "rule.customer", "rule.addressee", "rule.number"};
  return keys[static_cast<std::size_t>(fact)];
}

std::vector<PurchaseListed> list_purchases(const std::vector<KnowledgePlace>& places) {
  constexpr std::int64_t most = 50;
  const Opened mall = open_place(places.front());
  const auto newest =
      mall.database->read_now([&](sql::Connection& c) { return mall::store::newest_purchases(c, most); });
  std::vector<PurchaseListed> listed;
  for (const mall::Purchase& each : newest) {
    listed.push_back({each.number, std::string(name(each.state)), format(each.total), each.created.seconds});
  }
  return listed;
}

Knowledge look_at(const std::vector<KnowledgePlace>& places, const std::string& purchase) {
  return Look(places, purchase).take();
}

}  // namespace sealcart::cli
