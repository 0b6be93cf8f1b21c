#include "cli/passphrase.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>

#include "cli/failure.h"

namespace sealcart::cli {
namespace {

constexpr std::size_t max_length = 1024;

std::string reason() { return std::strerror(errno); }

void wipe(std::string& text) {
  explicit_bzero(text.data(), text.size());
  text.clear();
}

class Descriptor {
 public:
  explicit Descriptor(int file) : file_(file) {}
  ~Descriptor() {
    if (file_ >= 0) ::close(file_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return file_; }

 private:
  int file_;
};

// Byte by byte, so that a second passphrase may follow on the same descriptor. `while_waiting`: the signal mask of the
// wait, when signals are blocked otherwise: one that comes between the prompt and the wait must end it, too.
Passphrase read_line(int file, const std::string& name, const sigset_t* while_waiting = nullptr) {
  std::string line;
  line.reserve(max_length + 1);  // no copy of it is left behind by growing
  for (;;) {
    char c = 0;
    pollfd ready{file, POLLIN, 0};
    const bool broken_off = while_waiting != nullptr && ::ppoll(&ready, 1, nullptr, while_waiting) < 0;
    const ssize_t count = broken_off ? -1 : ::read(file, &c, 1);
    if (count < 0) {
      const std::string why = reason();
      wipe(line);
      throw Failure("cannot read the passphrase from " + name + ": " + why);
    }
    if (count == 0 || c == '\n') break;
    if (line.size() == max_length) {
      wipe(line);
      throw Failure("the passphrase from " + name + " is longer than 1024 bytes");
    }
    line += c;
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty()) throw Failure("the passphrase from " + name + " is empty");
  return Passphrase(std::move(line));
}

Passphrase read_from_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw Failure("cannot read the passphrase from " + path + ": " + reason());
  struct stat status {};
  if (::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 077) != 0) {
    std::cerr << "sealcart: warning: others can read " << path << "; run chmod 600 on it\n";
  }
  return read_line(file.get(), path);
}

// Reached from a signal handler: set while a passphrase is typed.
volatile std::sig_atomic_t interrupted = 0;

// No echo while it lives. A signal to stop comes through only while the terminal is waited for; it is noted, and acted
// on when the terminal is as it was.
class Silence {
 public:
  explicit Silence(int terminal) : terminal_(terminal) {
    if (::tcgetattr(terminal_, &before_) != 0) throw Failure("cannot switch off the terminal's echo: " + reason());
    interrupted = 0;
    sigset_t held;
    ::sigemptyset(&held);
    for (const int signal : signals) ::sigaddset(&held, signal);
    ::sigprocmask(SIG_BLOCK, &held, &mask_);
    struct sigaction action {};
    action.sa_handler = [](int signal) { interrupted = signal; };
    for (std::size_t i = 0; i < std::size(signals); ++i) ::sigaction(signals[i], &action, &actions_[i]);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ECHONL;
    ::tcsetattr(terminal_, TCSAFLUSH, &silent);
  }
  ~Silence() {
    ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    for (std::size_t i = 0; i < std::size(signals); ++i) ::sigaction(signals[i], &actions_[i], nullptr);
    ::sigprocmask(SIG_SETMASK, &mask_, nullptr);
    if (interrupted != 0) ::raise(interrupted);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  const sigset_t& while_waiting() const { return mask_; }

 private:
  static constexpr int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  int terminal_;
  termios before_{};
  sigset_t mask_{};
  struct sigaction actions_[std::size(signals)]{};
};

Passphrase ask_once(int terminal, const std::string& prompt) {
  const Silence silence(terminal);
  const std::string text = prompt + ": ";
  if (::write(terminal, text.data(), text.size()) < 0) throw Failure("cannot write to the terminal: " + reason());
  return read_line(terminal, "the terminal", &silence.while_waiting());
}

Passphrase ask_on_terminal(std::string_view what, Ask ask) {
  const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (terminal.get() < 0) {
    throw Failure("there is no terminal to ask for the passphrase on; give --passphrase-file or --passphrase-fd");
  }
  Passphrase first = ask_once(terminal.get(), std::string(what));
  if (ask == Ask::twice && ask_once(terminal.get(), "Once more").text() != first.text()) {
    throw Failure("the two passphrases differ; start again");
  }
  return first;
}

}  // namespace

Passphrase::Passphrase(Passphrase&& other) noexcept : text_(other.text_) { wipe(other.text_); }
Passphrase::~Passphrase() { wipe(text_); }

void add_passphrase_options(CLI::App& verb, PassphraseSource& source) {
  auto* descriptor = verb.add_option("--passphrase-fd", source.descriptor,
                                     "Read the passphrase from this file descriptor, first line (0: standard input)")
                         ->type_name("N")
                         ->check(CLI::NonNegativeNumber);
  verb.add_option("--passphrase-file", source.file, "Read the passphrase from this file, first line")
      ->type_name("FILE")
      ->excludes(descriptor);
}

Passphrase read_passphrase(const PassphraseSource& source, std::string_view what, Ask ask) {
  if (source.descriptor) return read_line(*source.descriptor, "descriptor " + std::to_string(*source.descriptor));
  if (!source.file.empty()) return read_from_file(source.file);
  return ask_on_terminal(what, ask);
}

}  // namespace sealcart::cli
