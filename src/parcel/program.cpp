#include "parcel/program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace sealcart::parcel {
namespace {

constexpr std::size_t most_errors = 4096;  // bytes

[[noreturn]] void fail(int fault, const char* what) { throw std::system_error(fault, std::generic_category(), what); }

// Posix's own objects, with their ends.
class Setting {
 public:
  Setting(int input, int output, int errors) {
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, errors, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigaddset(&signals, SIGPIPE);  // a server ignores it
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Setting() {
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
  }
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;

  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
};

// To the end, so that the program never waits for a reader; keeps the beginning.
std::string read_errors(int from) {
  std::string errors;
  char piece[1024];
  for (;;) {
    const ssize_t count = ::read(from, piece, sizeof piece);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return errors;
    errors.append(piece, std::min(static_cast<std::size_t>(count), most_errors - errors.size()));
  }
}

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) fail(errno, "wait for a program");
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

void Descriptor::close() {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

Ended run(const std::vector<std::string>& arguments, int input, int output) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) fail(errno, "make a pipe");
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);

  std::vector<char*> words;
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  char* no_environment[] = {nullptr};
  const Setting setting(input, output, writing.number());
  pid_t process = 0;
  const int fault =
      ::posix_spawn(&process, words[0], &setting.files, &setting.attributes, words.data(), no_environment);
  if (fault != 0) fail(fault, words[0]);
  writing.close();  // the program has its own: ours would keep the pipe open
  std::string errors = read_errors(reading.number());
  return {wait_for(process), std::move(errors)};
}

}  // namespace sealcart::parcel
