// Plain requests, and a server that does nothing but answer them: what TLS and HTTP cost by themselves.
#include <CLI/CLI.hpp>
#include <csignal>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>

#include "bench/connection.h"
#include "bench/load.h"
#include "bench/verbs.h"
#include "exchange/config.h"
#include "http/server.h"

namespace sealcart::bench {
namespace {

struct Arguments {
  std::string to;
  std::vector<std::string> paths{"/"};  // "/path" is a GET, "/path=BYTES" a POST of so long a form
  std::string save;
  int count = 1000, connections = 48;
  std::vector<pid_t> watch;
  std::string config;
  int port = 0;
};

std::string request_of(const Address& to, const std::string& path) {
  const std::size_t at = path.find('=');
  if (at == std::string::npos) return get(to, path);
  const auto bytes = static_cast<std::size_t>(std::stoul(path.substr(at + 1)));
  return post(to, path.substr(0, at), "", std::string(bytes, 'x'));
}

void pages(const Arguments& a) {
  const Address to = Address::parse(a.to);
  std::vector<std::string> requests;
  for (const std::string& path : a.paths) requests.push_back(request_of(to, path));
  if (!a.save.empty()) std::ofstream(a.save) << Connection(to).ask(requests.front()).body;
  std::atomic<int> left{a.count};
  std::atomic<std::size_t> answer_bytes{0};
  const Cost cost = measure(a.connections, a.watch, [&](int) -> Step {
    auto connection = std::make_shared<Connection>(to);
    connection->ask(requests.front());
    return [&, connection] {
      if (left-- <= 0) return false;
      for (const std::string& request : requests) {
        const Answer& answer = connection->ask(request);
        if (answer.status != 200) throw std::runtime_error("not a page: " + answer.head);
        answer_bytes += answer.head.size() + answer.body.size();
      }
      return true;
    };
  });
  const double n = a.count;
  report({{"cpu_us", cost.cpu_us / n},
          {"per_second", n / cost.seconds},
          {"answer_bytes", static_cast<double>(answer_bytes) / n}});
}

// /echo/N answers N bytes, whatever was sent.
void echo(const Arguments& a) {
  sigset_t end;
  sigemptyset(&end);
  sigaddset(&end, SIGTERM);
  sigaddset(&end, SIGINT);
  pthread_sigmask(SIG_BLOCK, &end, nullptr);
  const exchange::Config config = exchange::Config::load(a.config);
  // Touched by the one loop alone.
  std::map<std::string, std::shared_ptr<const std::string>, std::less<>> bodies;
  const http::Handler answer = [&bodies](const http::Request& request) -> Task<http::Response> {
    auto& body = bodies[request.captures.at(0)];
    if (!body) body = std::make_shared<const std::string>(std::stoul(request.captures[0]), 'x');
    http::Response response;
    response.shared_body = body;
    response.form_targets = {"https://mall.localhost:9440"};
    co_return response;
  };
  const http::Handler health = [](const http::Request&) -> Task<http::Response> { co_return http::Response(); };
  http::Limits limits;
  limits.requests_per_second = 0;
  http::Loops loops(1);
  http::Server server(loops,
                      {.port = static_cast<std::uint16_t>(a.port),
                       .tls = config.tls,
                       .routes = {{http::Method::get, "/echo/:bytes", answer},
                                  {http::Method::post, "/echo/:bytes", answer},
                                  {http::Method::get, "/health", health}},
                       .limits = limits},
                      {});
  std::cout << "ready " << config.host() << ":" << server.port() << std::endl;
  int signal = 0;
  sigwait(&end, &signal);
  server.stop();
}

}  // namespace

void add_page_verbs(CLI::App& app) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* load = app.add_subcommand("pages", "Asks for the same pages again and again");
  load->add_option("--to", a->to)->required();
  load->add_option("--path", a->paths);
  load->add_option("--save", a->save, "File for the first page's body");
  load->add_option("--count", a->count);
  load->add_option("--connections", a->connections);
  load->add_option("--watch", a->watch);
  load->callback([a] { pages(*a); });

  CLI::App* server = app.add_subcommand("echo-server", "Answers with as many bytes as it is asked for");
  server->add_option("--config", a->config, "A party's configuration, for its certificate")->required();
  server->add_option("--port", a->port);
  server->callback([a] { echo(*a); });
}

}  // namespace sealcart::bench
