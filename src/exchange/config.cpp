#include "exchange/config.h"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>

#include "core/day.h"

namespace sealcart::exchange {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& file, const std::string& what) {
  throw std::runtime_error(file + ": " + what);
}

// Takes values out of a table; what is left over at the end was misspelt.
class Reader {
 public:
  Reader(const std::string& file, toml::table table) : file_(file), table_(std::move(table)) {}

  template <class T>
  T take(const std::string& path, T otherwise) {
    const toml::node_view<toml::node> at = table_.at_path(path);
    if (!at) return otherwise;
    const auto value = at.value_exact<T>();
    if (!value) refuse(file_, "'" + path + "' is not of the expected type");
    erase(path);
    return *value;
  }
  std::string need(const std::string& path) {
    std::string value = take<std::string>(path, "");
    if (value.empty()) refuse(file_, "'" + path + "' is missing");
    return value;
  }
  // A path, made absolute from the file's folder; empty stays empty.
  std::string path(const std::string& key) {
    const std::string value = take<std::string>(key, "");
    return value.empty() ? value : absolute(value);
  }
  std::string absolute(const std::string& value) const {
    return (fs::absolute(file_).parent_path() / value).lexically_normal().string();
  }
  void own(const std::string& role, Config& config) {
    const toml::table* own = table_[role].as_table();
    if (own == nullptr) return;
    for (const auto& [key, node] : *own) {
      if (const auto text = node.value_exact<std::string>()) {
        config.own.emplace(key.str(), *text);
      } else if (const auto number = node.value_exact<std::int64_t>()) {
        config.own.emplace(key.str(), *number);
      } else {
        refuse(file_, "'" + role + "." + std::string(key.str()) + "' must be text or a whole number");
      }
    }
    table_.erase(role);
  }
  void nothing_left() const {
    for (const auto& [key, node] : table_) {
      const toml::table* inner = node.as_table();
      if (inner != nullptr && inner->empty()) continue;
      const std::string name(inner != nullptr ? inner->begin()->first.str() : key.str());
      refuse(file_, "unknown setting '" + (inner != nullptr ? std::string(key.str()) + "." : "") + name + "'");
    }
  }

 private:
  void erase(const std::string& path) {
    const std::size_t dot = path.find('.');
    if (dot == std::string::npos) {
      table_.erase(path);
    } else {
      table_[path.substr(0, dot)].as_table()->erase(path.substr(dot + 1));
    }
  }
  const std::string& file_;
  toml::table table_;
};

std::uint16_t read_port(Reader& reader, const std::string& file, const std::string& key) {
  const std::int64_t value = reader.take<std::int64_t>(key, 0);
  if (value < 1 || value > 65535) refuse(file, "'" + key + "' must be a port from 1 to 65535");
  return static_cast<std::uint16_t>(value);
}

http::TlsFiles tls_files(Reader& reader, const std::string& table) {
  return {reader.path(table + ".certificate"), reader.path(table + ".key"), reader.path(table + ".authority"),
          reader.path(table + ".crl")};
}

void read_limits(Reader& reader, http::Limits& limits) {
  limits.requests_per_second =
      static_cast<int>(reader.take<std::int64_t>("limits.requests_per_second", limits.requests_per_second));
  limits.burst = static_cast<int>(reader.take<std::int64_t>("limits.burst", limits.burst));
  limits.connections = static_cast<std::size_t>(
      reader.take<std::int64_t>("limits.connections", static_cast<std::int64_t>(limits.connections)));
  limits.idle_seconds = static_cast<int>(reader.take<std::int64_t>("limits.idle_seconds", limits.idle_seconds));
  limits.request_seconds =
      static_cast<int>(reader.take<std::int64_t>("limits.request_seconds", limits.request_seconds));
}

void read_desk(Reader& reader, Config& config) {
  Config::Desk& desk = config.desk;
  desk.origin = reader.take<std::string>("desk.origin", "");
  if (desk.origin.empty()) return;
  if (host_of(desk.origin).empty()) refuse(config.file, "'desk.origin' must look like https://desk.shop.example");
  if (host_of(desk.origin) == config.host()) {
    refuse(config.file,
           "'desk.origin' must be another host name than 'origin': browsers keep one set of cookies a host");
  }
  desk.address = reader.take<std::string>("desk.address", desk.address);
  desk.port = read_port(reader, config.file, "desk.port");
  desk.key = reader.path("desk.key");
  if (desk.key.empty()) refuse(config.file, "'desk.key' is missing: the file that `init` made in its folder desk");
  desk.log_file = reader.path("desk.log");
  desk.tls = tls_files(reader, "desk_tls");
  if (desk.tls.certificate.empty()) desk.tls = config.tls;
}

}  // namespace

Config Config::load(const std::string& file) {
  toml::table table;
  try {
    table = toml::parse_file(file);
  } catch (const toml::parse_error& error) {
    refuse(file, "line " + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
  }
  Reader reader(file, std::move(table));
  Config config;
  config.file = fs::absolute(file).string();
  config.role = reader.need("role");
  constexpr std::array roles = {"mall", "credit", "shipping"};
  if (std::find(roles.begin(), roles.end(), config.role) == roles.end()) {
    refuse(file, "'role' must be mall, credit or shipping");
  }
  config.name = reader.need("name");
  config.location = reader.take<std::string>("location", "");
  config.service = reader.take<std::string>("service", "");
  config.time_zone = reader.take<std::string>("time_zone", config.time_zone);
  const auto known = set_time_zone(config.time_zone);
  if (!known) refuse(file, "'time_zone' " + known.error().detail);
  config.origin = reader.need("origin");
  config.api = reader.need("api");
  if (host_of(config.origin).empty())
    refuse(file, "'origin' must look like https://shop.example or https://shop.example:8443");
  if (host_of(config.api).empty()) refuse(file, "'api' must look like https://shop.example:8444");
  const auto disclosure = protocol::parse_disclosure(reader.take<std::string>("disclosure", "sealed"));
  if (!disclosure) refuse(file, "'disclosure' must be sealed, number-only or sealed-only");
  config.disclosure = *disclosure;
  config.keys = reader.path("keys");
  if (config.keys.empty()) refuse(file, "'keys' is missing: the folder that `keys new` made");
  config.address = reader.take<std::string>("listen.address", config.address);
  config.port = read_port(reader, file, "listen.port");
  config.api_port = read_port(reader, file, "listen.api_port");
  config.threads = static_cast<int>(reader.take<std::int64_t>("listen.threads", 0));
  config.tls = tls_files(reader, "tls");
  config.partner_tls = tls_files(reader, "partner_tls");
  if (config.partner_tls.certificate.empty()) config.partner_tls = config.tls;
  read_limits(reader, config.limits);
  read_desk(reader, config);
  config.store_url = reader.need("store.url");
  if (config.store_url.starts_with("sqlite:"))
    config.store_url = "sqlite:" + reader.absolute(config.store_url.substr(7));
  config.store_connections = static_cast<int>(reader.take<std::int64_t>("store.connections", 4));
  config.log_file = reader.path("log.file");
  reader.own(config.role, config);
  reader.nothing_left();
  return config;
}

std::string Config::text(std::string_view key, std::string_view otherwise) const {
  const auto at = own.find(key);
  if (at == own.end()) return std::string(otherwise);
  const auto* value = std::get_if<std::string>(&at->second);
  if (value == nullptr) refuse(file, "'" + role + "." + std::string(key) + "' must be text");
  return *value;
}

std::int64_t Config::integer(std::string_view key, std::int64_t otherwise) const {
  const auto at = own.find(key);
  if (at == own.end()) return otherwise;
  const auto* value = std::get_if<std::int64_t>(&at->second);
  if (value == nullptr) refuse(file, "'" + role + "." + std::string(key) + "' must be a whole number");
  return *value;
}

std::string Config::host() const { return host_of(origin); }

std::string host_of(std::string_view origin) {
  constexpr std::string_view scheme = "https://";
  if (!origin.starts_with(scheme)) return {};
  origin.remove_prefix(scheme.size());
  if (origin.empty() || origin.find_first_of("/?#@ ") != std::string_view::npos) return {};
  return std::string(origin.substr(0, origin.find(':')));
}

}  // namespace sealcart::exchange
