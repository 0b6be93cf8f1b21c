#pragma once

#include <string>

namespace CLI {
class App;
}

namespace sealcart::cli {

// sealcart <party> operator add | list | stop | resume, audit list | verify
void add_operator_verbs(CLI::App& app, const std::string& role);

}  // namespace sealcart::cli
