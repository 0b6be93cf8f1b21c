// One party's configuration file (TOML). Paths in it are relative to the file's own folder. An unknown key is an error:
// a misspelt setting must not be silently ignored.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "http/server.h"
#include "protocol/disclosure.h"

namespace sealcart::exchange {

struct Config {
  std::string file;
  std::string role;      // "mall", "credit", "shipping"
  std::string name;      // what customers read
  std::string location;  // the simple introduction of seed Fig. 5
  std::string service;
  std::string time_zone = "UTC";  // in which people read and type times, an IANA name
  std::string origin;             // "https://mall.example": names the party in every document (iss, aud)
  std::string api;                // origin of the listener for partners, mutual TLS
  protocol::Disclosure disclosure = protocol::Disclosure::sealed;

  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::uint16_t api_port = 0;
  int threads = 0;             // event loops; 0: one a core
  http::TlsFiles tls;          // towards customers
  http::TlsFiles partner_tls;  // towards partners: [partner_tls], where absent the same
  http::Limits limits;
  std::string keys;  // folder of signing keys and the server's secret
  std::string store_url;
  int store_connections = 4;
  std::string log_file;  // empty: standard error

  // The operators' process, [desk]. Without an origin there is none.
  struct Desk {
    std::string origin;  // "https://desk.mall.example": a host of its own, since cookies of all ports of one are shared
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::string key;       // file of the private sealing key, encrypted
    http::TlsFiles tls;    // [desk_tls], where absent as towards customers
    std::string log_file;  // empty: standard error
  };
  Desk desk;

  // Settings of one party: its table [mall], [credit] or [shipping].
  std::string text(std::string_view key, std::string_view otherwise) const;
  std::int64_t integer(std::string_view key, std::int64_t otherwise) const;

  std::map<std::string, std::variant<std::string, std::int64_t>, std::less<>> own;

  // Throws std::runtime_error with file, line and what to do. The party's time zone becomes that of the process.
  static Config load(const std::string& file);
  std::string host() const;  // host name of origin, without port
};

// Host name of an https origin, without port; empty when malformed.
std::string host_of(std::string_view origin);

}  // namespace sealcart::exchange
