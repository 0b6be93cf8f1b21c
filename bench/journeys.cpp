// Whole purchases: every page and document from the catalogue to the mall's OK, by customers who are signed in.
#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>

#include "bench/connection.h"
#include "bench/load.h"
#include "bench/verbs.h"

namespace sealcart::bench {
namespace {

struct Arguments {
  std::string mall, credit, company, sessions;
  std::string catalogue, sku;  // a page of the catalogue, and a product on it
  int count = 200, connections = 32;
  std::vector<pid_t> watch;
};

// How many requests there were, and their bytes, by step: the echo is asked for the same.
struct Steps {
  static constexpr std::size_t most = 9;
  std::atomic<std::size_t> requests[most]{}, sent[most]{}, received[most]{};
};

const Answer& note(Steps& steps, std::size_t step, const std::string& request, const Answer& answer, int status) {
  if (answer.status != status) {
    throw std::runtime_error("step " + std::to_string(step) + ": " + answer.head + answer.body);
  }
  ++steps.requests[step];
  const std::size_t head = request.find("\r\n\r\n") + 4;
  steps.sent[step] += request.size() - head;
  steps.received[step] += answer.body.size();
  return answer;
}

class Customer {
 public:
  Customer(const Arguments& a, std::string session, Steps& steps)
      : arguments_(a),
        mall_(Address::parse(a.mall)),
        credit_(Address::parse(a.credit)),
        session_(std::move(session)),
        steps_(steps),
        to_mall_(mall_),
        to_credit_(credit_) {}

  void buy() {
    const Answer& catalogue = mall(0, get(mall_, arguments_.catalogue), 200);
    if (catalogue.body.find("value=\"" + arguments_.sku + "\"") == std::string::npos) {
      throw std::runtime_error(arguments_.catalogue + " does not show " + arguments_.sku);
    }
    const std::string ticks =
        "shown=" + arguments_.sku + "&product=" + arguments_.sku + "&q=&q_shown=&page_shown=1&go=settlement";
    std::string basket = mall(1, post(mall_, "/basket", "", ticks), 303).cookie("__Host-basket");
    mall(2, get(mall_, "/companies", basket), 200);
    const std::string confirm = "/confirm/" + arguments_.company;
    const std::string offer = between(mall(3, get(mall_, confirm, basket), 200).body, "name=\"offer\" value=\"", "\"");
    const std::string ok = "company=" + arguments_.company + "&offer=" + offer + "&decision=ok";
    const Answer& handed_over = mall(4, post(mall_, "/handover", basket, ok), 303);
    const std::string page(handed_over.header("location"));
    basket = handed_over.cookie("__Host-basket");
    const std::string document =
        between(mall(5, get(mall_, page, basket), 200).body, "name=\"request\" value=\"", "\"");
    const Answer& card = credit(6, post(credit_, "/pay", session_, "request=" + document), 200);
    const std::string purchase = "request=" + document + "&tag=" + between(card.body, "name=\"tag\" value=\"", "\"") +
                                 "&card_id=" + between(card.body, "name=\"card_id\" value=\"", "\"") +
                                 "&decision=purchase";
    credit(7, post(credit_, "/settle", session_, purchase), 200);
    await_ok(page, basket);
  }

 private:
  // The result takes its own way to the mall; the customer looks again until it is there.
  void await_ok(const std::string& page, const std::string& basket) {
    for (int look = 0; look < 200; ++look) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      if (mall(8, get(mall_, page, basket), 200).body.find("\"mark good\"") != std::string::npos) return;
    }
    throw std::runtime_error("the result does not come to the mall");
  }
  const Answer& mall(std::size_t step, const std::string& request, int status) {
    return note(steps_, step, request, to_mall_.ask(request), status);
  }
  const Answer& credit(std::size_t step, const std::string& request, int status) {
    return note(steps_, step, request, to_credit_.ask(request), status);
  }

  const Arguments& arguments_;
  const Address mall_, credit_;
  const std::string session_;
  Steps& steps_;
  Connection to_mall_, to_credit_;
};

void journeys(const Arguments& a) {
  std::vector<std::string> cookies;
  std::ifstream sessions(a.sessions);
  std::string card_id, cookie;
  while (sessions >> card_id >> cookie) cookies.push_back(cookie);
  if (cookies.empty()) throw std::runtime_error(a.sessions + " names nobody");
  std::atomic<int> left{a.count};
  Steps steps, warming;
  const Cost cost = measure(a.connections, a.watch, [&](int i) -> Step {
    const std::string& session = cookies[static_cast<std::size_t>(i) % cookies.size()];
    Customer(a, session, warming).buy();
    auto customer = std::make_shared<Customer>(a, session, steps);
    return [&, customer] {
      if (left-- <= 0) return false;
      customer->buy();
      return true;
    };
  });
  const double n = a.count;
  boost::json::array list;
  for (std::size_t i = 0; i < Steps::most; ++i) {
    const auto requests = static_cast<double>(steps.requests[i]);
    list.push_back({{"requests", requests / n},
                    {"sent", static_cast<double>(steps.sent[i]) / requests},
                    {"received", static_cast<double>(steps.received[i]) / requests}});
  }
  report({{"cpu_us", cost.cpu_us / n}, {"per_second", n / cost.seconds}, {"steps", std::move(list)}});
}

}  // namespace

void add_journey_verb(CLI::App& app) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand("journeys", "Whole purchases, from the catalogue to OK");
  verb->add_option("--mall", a->mall)->required();
  verb->add_option("--credit", a->credit)->required();
  verb->add_option("--company", a->company)->required();
  verb->add_option("--catalogue", a->catalogue)->required();
  verb->add_option("--sku", a->sku)->required();
  verb->add_option("--sessions", a->sessions)->required();
  verb->add_option("--count", a->count);
  verb->add_option("--connections", a->connections);
  verb->add_option("--watch", a->watch);
  verb->callback([a] { journeys(*a); });
}

}  // namespace sealcart::bench
