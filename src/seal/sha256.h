// SHA-256 of what comes piece by piece; sign.h has it for what is there at once.
#pragma once

#include <filesystem>
#include <memory>

#include "seal/sign.h"

namespace sealcart::seal {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(Bytes bytes);
  Digest end();  // once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Of a file of any size. Blocks; throws std::system_error when it cannot be read.
Digest sha256_of_file(const std::filesystem::path& path);

}  // namespace sealcart::seal
