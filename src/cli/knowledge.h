// Who knows what of one purchase of the demo: what each party's tables hold of it, which row of the privacy table
// allows each value, and whether a thief of a party's files finds what only others may know.
#pragma once

#include <string>
#include <vector>

#include "core/record.h"

namespace sealcart::cli {

// Where a party of the demo keeps what it has.
struct KnowledgePlace {
  std::string id, role, name;
  std::string config;      // file
  std::string passphrase;  // file: of the desk key
};

// A row of the privacy table.
enum class Fact { products, amount, size, customer, addressee, number };
const char* word_key(Fact fact);  // its name
const char* rule_key(Fact fact);  // who may have it

struct KnownValue {
  RecordedColumn column;
  Fact fact;
  bool sealed = false;   // readable with the desk's key alone
  bool allowed = false;  // the privacy table allows this party to hold it so
};

// A search of a party's files for what it may not have readable.
struct Search {
  Fact fact;
  std::string text;  // what was looked for
  std::size_t bytes = 0;
  bool found = false;
};

struct PartyKnowledge {
  std::string name, role;
  std::vector<KnownValue> values;
  std::vector<Search> searches;
  std::vector<std::string>
      log_lines;  // of its servers' logs that name the purchase: what a proxy on its way sees of it
};

struct Knowledge {
  std::string purchase;
  std::vector<std::string> truth;  // what all three together would know, from the opened seals
  std::vector<PartyKnowledge> parties;
};

// The newest purchases: number, time, state.
struct PurchaseListed {
  std::string number, state, total;
  std::int64_t created = 0;
};
std::vector<PurchaseListed> list_purchases(const std::vector<KnowledgePlace>& places);

// Reads everything at this moment. No parties when there is no such purchase.
Knowledge look_at(const std::vector<KnowledgePlace>& places, const std::string& purchase);

}  // namespace sealcart::cli
