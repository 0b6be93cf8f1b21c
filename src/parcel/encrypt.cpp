#include "parcel/encrypt.h"

#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>
#include <system_error>

#include "parcel/program.h"
#include "parcel/recipient.h"

namespace sealcart::parcel {
namespace {

namespace fs = std::filesystem;

constexpr const char* program = "/usr/bin/age";  // of Debian's package

int opened(const fs::path& path, int flags) {
  const int number = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (number < 0) throw std::system_error(errno, std::generic_category(), path.string());
  return number;
}

void sync(const Descriptor& file, const fs::path& path) {
  if (::fsync(file.number()) != 0) throw std::system_error(errno, std::generic_category(), path.string());
}

// Takes an unfinished file away.
struct Unfinished {
  fs::path path;
  ~Unfinished() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
};

tl::unexpected<Problem> no_key() {
  return problem(422, "parcel-key",
                 "The key is none of the form age1… that age makes; let the customer's page make one.");
}

}  // namespace

Expected<void> encrypt(int input, const std::string& recipient, const fs::path& output) {
  if (!is_recipient(recipient)) return no_key();
  const Unfinished unfinished{output.string() + ".part"};
  const Descriptor file(opened(unfinished.path, O_WRONLY | O_CREAT | O_TRUNC));
  const Ended ended = run({program, "-r", recipient}, input, file.number());
  if (ended.errors.find("malformed recipient") != std::string::npos) return no_key();
  if (ended.errors.find("no space left on device") != std::string::npos) {
    return problem(507, "disk-full", "There is too little room on the disk. Nothing of it was kept.");
  }
  if (ended.code != 0) throw std::runtime_error(std::string(program) + ": " + ended.errors);
  sync(file, unfinished.path);
  fs::rename(unfinished.path, output);
  const fs::path folder = fs::absolute(output).parent_path();
  sync(Descriptor(opened(folder, O_RDONLY | O_DIRECTORY)), folder);
  return {};
}

}  // namespace sealcart::parcel
