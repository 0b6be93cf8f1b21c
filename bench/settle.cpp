// Settlements on the credit server, as customers press Purchase: documents signed and customers signed in beforehand.
#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "bench/connection.h"
#include "bench/load.h"
#include "bench/mall_documents.h"
#include "bench/verbs.h"

namespace sealcart::bench {
namespace {

struct Arguments {
  std::string mall_keys, mall, credit;
  std::string customers;  // file of "card password" lines
  std::string sessions;   // file of "card_id cookie" lines
  std::string to;         // origin to post to, when it is not the credit company's
  std::string path = "/settle";
  int count = 1000, connections = 48;
  std::vector<pid_t> watch;
};

// Signs each customer in as a browser does, by a purchase with "remember me", and asks which card is whose.
void sign_in(const Arguments& a) {
  const MallDocuments documents(a.mall_keys, a.mall, a.credit);
  const Address credit = Address::parse(a.credit);
  Connection connection(credit);
  std::ifstream customers(a.customers);
  std::ofstream sessions(a.sessions);
  std::string card, password;
  while (customers >> card >> password) {
    const std::string body =
        "request=" + documents.request() + "&tag=&decision=purchase&remember=1&card=" + card + "&password=" + password;
    const Answer& settled = connection.ask(post(credit, "/settle", "", body));
    const std::string cookie = settled.cookie("__Host-session");
    if (cookie.empty()) throw std::runtime_error("a customer cannot sign in: " + settled.head + settled.body);
    const Answer& page = connection.ask(post(credit, "/pay", cookie, "request=" + documents.request()));
    sessions << between(page.body, "name=\"card_id\" value=\"", "\"") << ' ' << cookie << '\n';
  }
}

// One request for each settlement, customers taking turns.
std::vector<std::string> requests(const Arguments& a, const Address& to) {
  const MallDocuments documents(a.mall_keys, a.mall, a.credit);
  std::vector<std::pair<std::string, std::string>> customers;
  std::ifstream sessions(a.sessions);
  std::string card_id, cookie;
  while (sessions >> card_id >> cookie) customers.emplace_back(card_id, cookie);
  if (customers.empty()) throw std::runtime_error(a.sessions + " names nobody");
  std::vector<std::string> made;
  for (int i = 0; i < a.count; ++i) {
    const auto& [card, session] = customers[static_cast<std::size_t>(i) % customers.size()];
    // Without a tag the document is verified here.
    made.push_back(
        post(to, a.path, session, "request=" + documents.request() + "&tag=&decision=purchase&card_id=" + card));
  }
  return made;
}

void settle(const Arguments& a) {
  const Address to = Address::parse(a.to.empty() ? a.credit : a.to);
  const bool echo = a.path != "/settle";
  const std::vector<std::string> all = requests(a, to);
  std::atomic<std::size_t> next{0}, answer_bytes{0}, request_bytes{0};
  const Cost cost = measure(a.connections, a.watch, [&](int) -> Step {
    auto connection = std::make_shared<Connection>(to);
    connection->ask(get(to, "/health"));
    return [&, connection] {
      const std::size_t mine = next++;
      if (mine >= all.size()) return false;
      const Answer& answer = connection->ask(all[mine]);
      if (answer.status != 200 || (!echo && answer.body.find("\"mark good\"") == std::string::npos)) {
        throw std::runtime_error("not settled: " + answer.head + answer.body);
      }
      request_bytes += all[mine].size();
      answer_bytes += answer.body.size();
      return true;
    };
  });
  const double n = a.count;
  report({{"cpu_us", cost.cpu_us / n},
          {"per_second", n / cost.seconds},
          {"request_bytes", static_cast<double>(request_bytes) / n},
          {"answer_bytes", static_cast<double>(answer_bytes) / n}});
}

void add_parties(CLI::App& verb, Arguments& a) {
  verb.add_option("--mall-keys", a.mall_keys)->required();
  verb.add_option("--mall", a.mall)->required();
  verb.add_option("--credit", a.credit)->required();
  verb.add_option("--sessions", a.sessions)->required();
}

}  // namespace

void add_settle_verbs(CLI::App& app) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* first = app.add_subcommand("sign-in", "Signs customers in; writes their sessions");
  add_parties(*first, *a);
  first->add_option("--customers", a->customers)->required();
  first->callback([a] { sign_in(*a); });

  CLI::App* load = app.add_subcommand("settle", "Settlements one after another on each of many connections");
  add_parties(*load, *a);
  load->add_option("--to", a->to);
  load->add_option("--path", a->path);
  load->add_option("--count", a->count);
  load->add_option("--connections", a->connections);
  load->add_option("--watch", a->watch);
  load->callback([a] { settle(*a); });
}

}  // namespace sealcart::bench
