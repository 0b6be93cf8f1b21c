// The demo's own clock: a file that says how many seconds it is ahead of the machine's. A demo that is filled begins
// some weeks ago; who fills it puts the clock forward until it is now, and `./dev demo clock` beyond.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sealcart::cli {

class DemoClock {
 public:
  // `data`: the demo's folder. Not `used`: its programs go by the machine's clock.
  DemoClock(const std::filesystem::path& data, bool used);

  bool is_used() const { return used_; }
  // Makes the file if there is none: in the past, or for an older demo now.
  void make(bool new_demo) const;
  // To the arguments of one of the demo's programs.
  void add_option(std::vector<std::string>& command) const;

 private:
  std::filesystem::path file_;
  bool used_;
};

}  // namespace sealcart::cli
