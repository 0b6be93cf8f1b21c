// Shipments on the shipping company's server, as customers press Ship: documents signed beforehand.
#include <CLI/CLI.hpp>
#include <memory>
#include <stdexcept>

#include "bench/connection.h"
#include "bench/load.h"
#include "bench/mall_documents.h"
#include "bench/verbs.h"

namespace sealcart::bench {
namespace {

struct Arguments {
  std::string mall_keys, mall, shipping;
  std::string to;  // origin to post to, when it is not the shipping company's
  std::string path = "/ship";
  int count = 1000, connections = 48;
  std::vector<pid_t> watch;
};

constexpr const char* address =
    "&tag=&decision=ship&country=JP&postal-code=100-0001&region=%E6%9D%B1%E4%BA%AC%E9%83%BD&city=%E5%8D%83%E4%BB%A3%E7%"
    "94%B0"
    "%E5%8C%BA&street=1-1&building=&name=Test+Addressee&kana=&phone=&day=&hours=";

void ship(const Arguments& a) {
  const Address to = Address::parse(a.to.empty() ? a.shipping : a.to);
  const bool echo = a.path != "/ship";
  const MallDocuments documents(a.mall_keys, a.mall, a.shipping);
  std::vector<std::string> all;
  for (int i = 0; i < a.count; ++i) {
    // Without a tag the document is verified here.
    all.push_back(post(to, a.path, "", "request=" + documents.shipping_request() + address));
  }
  std::atomic<std::size_t> next{0}, answer_bytes{0};
  const Cost cost = measure(a.connections, a.watch, [&](int) -> Step {
    auto connection = std::make_shared<Connection>(to);
    connection->ask(get(to, "/health"));
    return [&, connection] {
      const std::size_t mine = next++;
      if (mine >= all.size()) return false;
      const Answer& answer = connection->ask(all[mine]);
      if (answer.status != 200 || (!echo && answer.body.find("\"mark good\"") == std::string::npos)) {
        throw std::runtime_error("not accepted: " + answer.head + answer.body);
      }
      answer_bytes += answer.body.size();
      return true;
    };
  });
  const double n = a.count;
  report({{"cpu_us", cost.cpu_us / n},
          {"per_second", n / cost.seconds},
          {"answer_bytes", static_cast<double>(answer_bytes) / n}});
}

}  // namespace

void add_shipping_verb(CLI::App& app) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand("ship", "Shipments one after another on each of many connections");
  verb->add_option("--mall-keys", a->mall_keys)->required();
  verb->add_option("--mall", a->mall)->required();
  verb->add_option("--shipping", a->shipping)->required();
  verb->add_option("--to", a->to);
  verb->add_option("--path", a->path);
  verb->add_option("--count", a->count);
  verb->add_option("--connections", a->connections);
  verb->add_option("--watch", a->watch);
  verb->callback([a] { ship(*a); });
}

}  // namespace sealcart::bench
