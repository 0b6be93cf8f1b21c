// The demo's mail server: a sink that keeps what the credit companies send to their customers, a file a message.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sealcart::cli {

class DemoMail {
 public:
  static constexpr const char* host = "mail.localhost";

  // `data`: the demo's folder. Nothing is made yet.
  DemoMail(std::filesystem::path data, int port);

  std::filesystem::path folder() const { return data_ / "mail"; }         // of the messages
  std::filesystem::path server() const { return data_ / "mail-server"; }  // of certificate.pem, key.pem and the login
  bool is_made() const;
  // What the sink asks for and the companies give; the folder of the messages too.
  void keep_login(const std::string& password) const;
  // Of demo/mail_sink.py.
  std::vector<std::string> arguments() const;
  // Lines of a credit company's table [credit]; its folder lies in the demo's.
  std::string settings(const std::string& company) const;

 private:
  std::filesystem::path data_;
  int port_;
};

}  // namespace sealcart::cli
