// Many customers at once, and what they cost the servers.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <vector>

namespace sealcart::bench {

// CPU that a process has used, all of its threads, in seconds. 0: this one.
double cpu_seconds(pid_t process = 0);

struct Cost {
  double cpu_us = 0;   // of the watched processes together
  double seconds = 0;  // on the wall
};

// Starts `customers` threads. Each calls `prepare` with its index (to connect and warm up), waits until all have, and
// then calls what that gave until it is false. Costs are counted from there to the last one's end. A fault ends the
// program.
using Step = std::function<bool()>;
Cost measure(int customers, const std::vector<pid_t>& watched, const std::function<Step(int)>& prepare);

}  // namespace sealcart::bench
