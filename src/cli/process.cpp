#include "cli/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "cli/failure.h"

extern char** environ;

namespace sealcart::cli {

std::string own_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

pid_t start(const std::string& program, const std::vector<std::string>& arguments, const std::string& output,
            const std::string& error) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (!output.empty()) {
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  }
  if (!error.empty()) {
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  pid_t pid = 0;
  const int fault = posix_spawnp(&pid, program.c_str(), &actions, &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (fault != 0) throw Failure(program + " does not start: " + std::strerror(fault));
  return pid;
}

namespace {
int exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }
}  // namespace

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return 1;
  }
  return exit_code(status);
}

bool running(pid_t pid) { return ::waitpid(pid, nullptr, WNOHANG) == 0; }

void run_verb(const std::vector<std::string>& arguments, const std::string& log) {
  const int code = wait_for(start(own_program(), arguments, log, log));
  if (code == 0) return;
  std::string words;
  for (std::size_t i = 0; i < arguments.size() && i < 3; ++i) words += " " + arguments[i];
  throw Failure("`sealcart" + words + "` ended with code " + std::to_string(code) + ": see " + log);
}

}  // namespace sealcart::cli
