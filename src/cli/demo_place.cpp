#include "cli/demo_place.h"

#include <algorithm>
#include <boost/json.hpp>
#include <vector>

#include "credit/store/customers.h"
#include "exchange/config.h"
#include "sql/database.h"

namespace sealcart::cli {
namespace {

namespace json = boost::json;

std::vector<credit::store::CardListed> list_cards(const Place& place) {
  const auto config = exchange::Config::load(place.config());
  const auto database = sql::Database::open({.url = config.store_url, .connections = 1});
  return database->read_now(credit::store::list_cards);
}

std::int64_t available(const std::vector<credit::store::CardListed>& cards, const std::string& email,
                       const std::string& number) {
  const auto found = std::find_if(cards.begin(), cards.end(), [&](const auto& card) {
    return card.email == email && number.ends_with(card.last4);
  });
  return found == cards.end() ? 0 : found->available;
}

}  // namespace

json::object describe(const Place& place) {
  json::object party{{"name", place.party.letter.empty() ? place.party.name : place.party.letter},
                     {"url", place.origin()},
                     {"config_file", place.config()},
                     {"data_dir", place.folder.string()},
                     {"log_file", place.log()},
                     {"desk_url", place.desk()},
                     {"operator", {{"user", operator_name}, {"password", operator_password}}},
                     {"desk_log_file", place.desk_log()},
                     {"desk_key_file", (place.folder / "desk" / "desk.key").string()},
                     {"desk_passphrase_file", place.passphrase()}};
  if (place.party.role != "credit") return party;
  json::array customers;
  const auto cards = list_cards(place);
  for (const DemoCustomer& c : place.party.customers) {
    json::array words;
    for (std::size_t at = 0; at < c.check_words.size();) {
      const std::size_t end = std::min(c.check_words.find(' ', at), c.check_words.size());
      words.push_back(json::string(c.check_words.substr(at, end - at)));
      at = end + 1;
    }
    for (const std::string& card : c.cards) {
      customers.push_back({{"name", c.name},
                           {"email", c.email},
                           {"card", card},
                           {"password", c.password},
                           {"check_words", words},
                           {"balance", available(cards, c.email, card)},
                           {"currency", "JPY"},
                           {"expect", c.expect}});
    }
  }
  party["customers"] = std::move(customers);
  return party;
}

}  // namespace sealcart::cli
