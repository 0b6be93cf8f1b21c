#include "cli/demo_mail.h"

#include <fmt/format.h>

#include "exchange/files.h"

namespace sealcart::cli {
namespace {

constexpr const char* user = "demo";

}  // namespace

DemoMail::DemoMail(std::filesystem::path data, int port) : data_(std::move(data)), port_(port) {}

bool DemoMail::is_made() const { return std::filesystem::exists(server() / "login"); }

void DemoMail::keep_login(const std::string& password) const {
  std::filesystem::create_directories(folder());
  exchange::replace_file((server() / "password").string(), password + "\n");
  exchange::replace_file((server() / "login").string(), fmt::format("{} {}\n", user, password));
}

std::vector<std::string> DemoMail::arguments() const {
  const std::string at = server().string();
  return {"--dir",         folder().string(),       "--port",  std::to_string(port_), "--key", at + "/key.pem",
          "--certificate", at + "/certificate.pem", "--login", at + "/login"};
}

std::string DemoMail::settings(const std::string& company) const {
  return fmt::format(
      "smtp_host = \"{}\"\nsmtp_port = {}\nsmtp_user = \"{}\"\nsmtp_password_file = "
      "\"../mail-server/password\"\nsmtp_ca_file = \"tls/authority.pem\"\nsmtp_from = \"service@{}.example\"\n",
      host, port_, user, company);
}

}  // namespace sealcart::cli
