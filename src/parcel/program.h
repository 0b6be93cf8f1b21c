// Another program's run, with nothing of ours but what it is given.
#pragma once

#include <string>
#include <vector>

namespace sealcart::parcel {

// A descriptor, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  void close();

 private:
  int number_;
};

struct Ended {
  int code;            // exit code, or 128 + signal
  std::string errors;  // the beginning of its standard error
};

// Runs `arguments[0]`, an absolute path, without a shell, an environment or any other descriptor of this process, from
// `input` to `output`, and waits for its end. Throws std::system_error when it does not start.
Ended run(const std::vector<std::string>& arguments, int input, int output);

}  // namespace sealcart::parcel
