// The machine's own clock: made only here, in the command line, and handed to everything else.
#pragma once

#include <string>

#include "core/world.h"

namespace CLI {
class App;
}

namespace sealcart::cli {

class SystemClock final : public Clock {
 public:
  Time now() const override;
};

// In builds with SEALCART_TEST_CLOCK: the option --clock FILE for every verb. From then on each now() is what the file
// says: seconds since 1970, a time as RFC 3339 writes it, or how many seconds this clock is behind ("-3600") or ahead
// of ("+3600") the machine's, which it then runs along with. A file that says none of it, as while it is being written,
// leaves the time as it was. Builds without it have no such option. Certificates are judged by the machine's own clock
// all the same.
void add_clock_option(CLI::App& app);
bool has_clock_option();

}  // namespace sealcart::cli
