#include "credit/desk/post_office.h"

#include <filesystem>
#include <stdexcept>

#include "exchange/files.h"

namespace sealcart::credit {
namespace {

std::string path_of(const exchange::Config& config, std::string_view key) {
  const std::string value = config.text(key, "");
  if (value.empty()) return value;
  return (std::filesystem::path(config.file).parent_path() / value).lexically_normal().string();
}

std::string first_line(const std::string& file) {
  if (file.empty()) return {};
  const std::string text = exchange::read_file(file);
  return text.substr(0, text.find_first_of("\r\n"));
}

mail::Server::Security security(const exchange::Config& config) {
  using Security = mail::Server::Security;
  const std::string name = config.text("smtp_security", "starttls");
  if (name == "starttls") return Security::starttls;
  if (name == "tls") return Security::tls;
  if (name == "none") return Security::none;
  throw std::runtime_error(config.file + ": 'credit.smtp_security' must be starttls, tls or none");
}

}  // namespace

std::optional<PostOffice> post_office(const exchange::Config& config) {
  const std::string host = config.text("smtp_host", "");
  if (host.empty()) return std::nullopt;
  PostOffice office{.server = {.host = host,
                               .port = static_cast<int>(config.integer("smtp_port", 587)),
                               .security = security(config),
                               .user = config.text("smtp_user", ""),
                               .password = first_line(path_of(config, "smtp_password_file")),
                               .ca_file = path_of(config, "smtp_ca_file"),
                               .helo = config.host()},
                    .from = {config.name, config.text("smtp_from", "")}};
  if (office.from.address.empty()) throw std::runtime_error(config.file + ": 'credit.smtp_from' is missing");
  const auto usable = mail::Post::open(office.server);
  if (!usable) throw std::runtime_error(config.file + ": " + usable.error().detail);
  return office;
}

}  // namespace sealcart::credit
