// The machine's own clock: made only here, in the command line, and handed to everything else.
#pragma once

#include <ctime>

#include "core/world.h"

namespace sealcart::cli {

class SystemClock final : public Clock {
 public:
  Time now() const override { return {std::time(nullptr)}; }
};

}  // namespace sealcart::cli
