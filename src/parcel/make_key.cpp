#include "parcel/make_key.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "core/wipe.h"
#include "parcel/program.h"
#include "parcel/recipient.h"

namespace sealcart::parcel {
namespace {

constexpr const char* program = "/usr/bin/age-keygen";  // of Debian's package age

// What follows `mark`, to the end of the line.
std::string after(std::string_view text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + mark.size());
  return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

Key make_key() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "make a pipe");
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const Ended ended = run({program}, nothing.number(), writing.number());
  writing.close();
  // It says less than a pipe holds, so that it never waited for this.
  std::string said(1024, '\0');
  const ssize_t count = ::read(reading.number(), said.data(), said.size());
  const std::string_view text(said.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  const std::string prefix = "AGE-SECRET-KEY-1";
  Key key{prefix + after(text, "\n" + prefix), after(text, "# public key: ")};
  wipe(said);
  if (ended.code != 0 || key.secret.size() <= prefix.size() || !is_recipient(key.recipient)) {
    throw std::runtime_error(std::string(program) + ": " + ended.errors);
  }
  return key;
}

}  // namespace sealcart::parcel
