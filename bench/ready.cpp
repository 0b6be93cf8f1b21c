// From exec to the first answer: a server is started and asked again and again until it answers.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "bench/connection.h"
#include "bench/verbs.h"

namespace sealcart::bench {
namespace {

struct Arguments {
  std::string to;
  std::vector<std::string> command;
};

pid_t start(const std::vector<std::string>& command) {
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t child = checked(::fork(), "fork");
  if (child != 0) return child;
  ::dup2(::open("/dev/null", O_WRONLY), STDOUT_FILENO);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

// "VmRSS:	   20480 kB" of /proc/PID/status, in MiB.
double resident_mib(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  std::string name;
  double kib = 0;
  while (status >> name) {
    if (name == "VmRSS:" && status >> kib) return kib / 1024;
  }
  throw std::runtime_error("the server has ended");
}

// Nobody listens before the server is ready, so a refused connection means: ask again at once.
void await_answer(const Address& to, pid_t child) {
  for (;;) {
    try {
      if (Connection(to).ask(get(to, "/health")).status == 200) return;
    } catch (const std::system_error&) {
      if (::waitpid(child, nullptr, WNOHANG) != 0) throw std::runtime_error("the server does not start");
      ::usleep(200);
    }
  }
}

void ready(const Arguments& a) {
  const Address to = Address::parse(a.to);
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = start(a.command);
  await_answer(to, child);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  {
    Connection connection(to);
    for (int i = 0; i < 20; ++i) connection.ask(get(to, "/"));
  }
  ::sleep(1);
  const double resident = resident_mib(child);
  ::kill(child, SIGTERM);
  ::waitpid(child, nullptr, 0);
  report({{"ready_ms", took.count()}, {"rss_mib", resident}});
}

}  // namespace

void add_ready_verb(CLI::App& app) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand("ready", "Starts a server; how soon it answers, how much memory it holds");
  verb->add_option("--to", a->to)->required();
  verb->add_option("command", a->command, "The server's program and arguments")->required();
  verb->callback([a] { ready(*a); });
}

}  // namespace sealcart::bench
