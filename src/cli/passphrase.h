// Passphrases come from a file descriptor, a file or the terminal: never from an argument or the environment, which
// other users of the machine can see.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace sealcart::cli {

// Wiped from memory at the end.
class Passphrase {
 public:
  explicit Passphrase(std::string text) : text_(std::move(text)) {}
  Passphrase(Passphrase&& other) noexcept;
  Passphrase(const Passphrase&) = delete;
  Passphrase& operator=(const Passphrase&) = delete;
  ~Passphrase();
  std::string_view text() const { return text_; }

 private:
  std::string text_;
};

// Where to take it from; neither: the terminal.
struct PassphraseSource {
  std::optional<int> descriptor;
  std::string file;
};

// Adds --passphrase-fd and --passphrase-file to a verb. `source` must live until the verb has run.
void add_passphrase_options(CLI::App& verb, PassphraseSource& source);

enum class Ask { once, twice };

// The first line of the source, without its newline; from a descriptor, what follows stays unread. On the terminal,
// asks for `what` ("Passphrase of the authority") without echo; `twice` when a new one is set. Throws Failure.
Passphrase read_passphrase(const PassphraseSource& source, std::string_view what, Ask ask = Ask::once);

}  // namespace sealcart::cli
