#include "bench/load.h"

#include <fmt/format.h>
#include <time.h>

#include <barrier>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <thread>

namespace sealcart::bench {

double cpu_seconds(pid_t process) {
  clockid_t clock = CLOCK_PROCESS_CPUTIME_ID;
  timespec used{};
  if (process != 0 && clock_getcpuclockid(process, &clock) != 0) throw std::runtime_error("no such process to watch");
  if (clock_gettime(clock, &used) != 0) throw std::runtime_error("the watched process has ended");
  return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
}

namespace {
double cpu_of(const std::vector<pid_t>& processes) {
  double sum = 0;
  for (const pid_t process : processes) sum += cpu_seconds(process);
  return sum;
}
}  // namespace

Cost measure(int customers, const std::vector<pid_t>& watched, const std::function<Step(int)>& prepare) {
  std::barrier prepared(customers + 1), started(customers + 1);
  std::vector<std::thread> threads;
  for (int i = 0; i < customers; ++i) {
    threads.emplace_back([&, i] {
      try {
        const Step step = prepare(i);
        prepared.arrive_and_wait();
        started.arrive_and_wait();
        while (step()) {
        }
      } catch (const std::exception& fault) {
        fmt::print(stderr, "sealcart_bench: {}\n", fault.what());
        std::_Exit(1);
      }
    });
  }
  prepared.arrive_and_wait();
  const double cpu = cpu_of(watched);
  const auto begin = std::chrono::steady_clock::now();
  started.arrive_and_wait();
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return {1e6 * (cpu_of(watched) - cpu), took.count()};
}

}  // namespace sealcart::bench
