// What the tool can do, one file a subject. Each verb prints its figures as one JSON object on standard output; times
// are microseconds of CPU for one of what is counted, unless said otherwise.
#pragma once

#include <boost/json.hpp>
#include <iostream>

namespace CLI {
class App;
}

namespace sealcart::bench {

void add_settle_verbs(CLI::App& app);   // sign-in, settle
void add_page_verbs(CLI::App& app);     // pages, echo-server
void add_journey_verb(CLI::App& app);   // journeys
void add_crypto_verb(CLI::App& app);    // crypto
void add_sql_verbs(CLI::App& app);      // sql-settle, sql-ship, sql-mall, fill
void add_shipping_verb(CLI::App& app);  // ship
void add_ready_verb(CLI::App& app);     // ready

inline void report(const boost::json::object& figures) { std::cout << boost::json::serialize(figures) << std::endl; }

}  // namespace sealcart::bench
