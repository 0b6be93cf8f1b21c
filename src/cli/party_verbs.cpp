// sealcart <mall|credit|shipping> init | keys | partner | serve
#include "cli/party_verbs.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/clock.h"
#include "cli/desk.h"
#include "cli/failure.h"
#include "cli/loop_once.h"
#include "cli/passphrase.h"
#include "cli/serve.h"
#include "core/day.h"
#include "exchange/config.h"
#include "exchange/files.h"
#include "exchange/keys.h"
#include "exchange/partner_check.h"
#include "exchange/store/partners.h"
#include "seal/open.h"
#include "sql/migrations.h"

namespace sealcart::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct Arguments {
  std::string role;
  std::string folder;
  std::string config;
  std::string name, location, service, time_zone = "UTC", origin, api, desk_origin, address = "127.0.0.1",
                                       store = "sqlite:data.db";
  std::string disclosure = "sealed";
  std::string id, url;
  std::int64_t overlap = 600;
  bool json = false;
  PassphraseSource passphrase;
};

int port_of(const std::string& origin) {
  const std::string host = exchange::host_of(origin);
  if (host.empty())
    throw Failure("'" + origin + "' is not an origin: write https://shop.example or https://shop.example:8443");
  const std::size_t colon = origin.rfind(':');
  return colon > 5 ? std::stoi(origin.substr(colon + 1)) : 443;
}

// A TOML basic string.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) throw Failure("Names and texts may not hold control characters.");
    out += c;
  }
  return out + "\"";
}

// [desk] of the configuration; without --desk-origin there is none.
std::string desk_table(const Arguments& a) {
  if (a.desk_origin.empty()) return {};
  return fmt::format(
      "\n[desk]\norigin = {}\naddress = {}\nport = {}\nkey = \"desk/desk.key\"\nlog = \"log/desk.log\"\n",
      quoted(a.desk_origin), quoted(a.address), port_of(a.desk_origin));
}

void init(const Arguments& a) {
  const fs::path folder = a.folder;
  const fs::path config = folder / (a.role + ".toml");
  if (fs::exists(config)) throw Failure(config.string() + " exists already: nothing was changed.");
  if (!protocol::parse_disclosure(a.disclosure)) throw Failure("--disclosure is sealed, number-only or sealed-only");
  const auto known = set_time_zone(a.time_zone);
  if (!known) throw Failure("--time-zone " + known.error().detail);
  const int port = port_of(a.origin), api_port = port_of(a.api);
  const Passphrase passphrase = read_passphrase(a.passphrase, "New passphrase of the desk key", Ask::twice);
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  // The desk's folder goes to the desk's machine; the serving process never reads it.
  const seal::DeskKey desk = seal::DeskKey::generate();
  fs::create_directories(folder / "desk");
  fs::permissions(folder / "desk", fs::perms::owner_all);
  exchange::replace_file((folder / "desk" / "desk.key").string(), desk.encrypted(passphrase.text()));
  exchange::create_keys((folder / "keys").string(), desk.sealing_key(), seal::system_random(), SystemClock().now());
  exchange::replace_file(
      config.string(),
      fmt::format(
          "role = {}\nname = {}\nlocation = {}\nservice = {}\ntime_zone = {}\norigin = {}\napi = {}\ndisclosure = {}\n"
          "keys = \"keys\"\n\n[listen]\naddress = {}\nport = {}\napi_port = {}\n\n"
          "[tls]\ncertificate = \"tls/certificate.pem\"\nkey = \"tls/key.pem\"\nauthority = \"tls/authority.pem\"\n"
          "crl = \"tls/crl.pem\"\n\n[store]\nurl = {}\n\n[log]\nfile = \"log/{}.log\"\n{}",
          quoted(a.role), quoted(a.name), quoted(a.location), quoted(a.service), quoted(a.time_zone), quoted(a.origin),
          quoted(a.api), quoted(a.disclosure), quoted(a.address), port, api_port, quoted(a.store), a.role,
          desk_table(a)));
  std::cerr << "Made " << config.string() << " and its keys. Next: a certificate in " << (folder / "tls").string()
            << " (see `sealcart ca --help`), then `sealcart " << a.role << " serve --config " << config.string()
            << "`.\n";
}

std::unique_ptr<sql::Database> open_store(const exchange::Config& config) {
  auto database = sql::Database::open({.url = config.store_url, .connections = 1});
  database->migrate(sql::migrations("exchange"));
  return database;
}

json::object describe(const exchange::Partner& partner) {
  json::array keys;
  for (const auto& key : partner.keys) keys.push_back(json::string(key.kid));
  return {{"id", partner.id},   {"role", partner.role}, {"name", partner.name},     {"origin", partner.origin},
          {"api", partner.api}, {"page", partner.page}, {"active", partner.active}, {"keys", std::move(keys)}};
}

// Asks the partner who it is, over a connection on which both sides show their certificates.
exchange::Partner ask_partner(const exchange::Config& config, const std::string& api, const std::string& id,
                              http::PeerTls& peer) {
  http::Loops loops(1);
  http::Client client(loops, config.partner_tls);
  auto found = run_on(loops, [&] { return exchange::discover(client, api, id, &peer); });
  if (!found) throw Failure(api + ": " + found.error().detail + " (" + found.error().code + ")");
  return std::move(*found);
}

void partner_add(const Arguments& a) {
  const auto config = exchange::Config::load(a.config);
  if (!exchange::is_partner_id(a.id)) throw Failure("A partner's ID holds up to 40 of a-z, 0-9 and - only.");
  http::PeerTls peer;
  const exchange::Partner partner = ask_partner(config, a.url, a.id, peer);
  const auto store = open_store(config);
  store->write_now(
      [&](sql::Connection& c) { exchange::store::save_partner(c, exchange::row_of(partner), SystemClock().now()); });
  if (a.json) {
    std::cout << serialize(describe(partner)) << "\n";
    return;
  }
  std::cout << "Added " << partner.id << ": " << partner.name << " (" << partner.role << "), " << partner.origin << "\n"
            << "Certificate: " << peer.subject << ", issued by " << peer.issuer << ", until " << peer.not_after << "\n";
  for (const auto& key : partner.keys) std::cout << "Signing key: " << key.kid << "\n";
  std::cout << "Compare the signing keys with the partner by another way than this network.\n";
}

exchange::PartnerList load_partners(const Arguments& a) {
  const auto config = exchange::Config::load(a.config);
  const auto store = open_store(config);
  const SystemClock clock;
  exchange::Partners partners(*store, clock);
  partners.read();
  return *partners.all();
}

void partner_list(const Arguments& a) {
  const exchange::PartnerList partners = load_partners(a);
  if (a.json) {
    json::array list;
    for (const auto& partner : partners) list.push_back(describe(partner));
    std::cout << serialize(list) << "\n";
    return;
  }
  if (partners.empty()) std::cout << "No partners yet: `sealcart " << a.role << " partner add` adds one.\n";
  for (const auto& partner : partners) {
    std::cout << fmt::format("{:<16} {:<8} {:<9} {}  {}\n", partner.id, partner.role,
                             partner.active ? "active" : "inactive", partner.origin, partner.name);
  }
}

void partner_test(const Arguments& a) {
  const auto config = exchange::Config::load(a.config);
  for (const auto& partner : load_partners(a)) {
    if (partner.id != a.id) continue;
    http::Loops loops(1);
    http::Client client(loops, config.partner_tls);
    const auto check = run_on(loops, [&] { return exchange::check_partner(client, partner); });
    if (!check) throw Failure(partner.api + ": " + check.error().detail + " (" + check.error().code + ")");
    const http::PeerTls& peer = check->peer;
    if (a.json) {
      std::cout << serialize(json::object{{"id", partner.id},
                                          {"protocol", peer.protocol},
                                          {"cipher", peer.cipher},
                                          {"subject", peer.subject},
                                          {"issuer", peer.issuer},
                                          {"not_after", peer.not_after},
                                          {"keys", check->now.keys.size()},
                                          {"keys_pinned", check->known}})
                << "\n";
      return;
    }
    std::cout << partner.id << " answers: " << peer.protocol << " " << peer.cipher << "\nCertificate: " << peer.subject
              << ", issued by " << peer.issuer << ", until " << peer.not_after << "\n"
              << check->now.keys.size() << " signing keys, " << check->known << " of them known here\n";
    return;
  }
  throw Failure("There is no partner '" + a.id + "': see `partner list`.");
}

void partner_active(const Arguments& a, bool active) {
  const auto config = exchange::Config::load(a.config);
  const auto store = open_store(config);
  const bool found = store->write_now([&](sql::Connection& c) { return exchange::store::set_active(c, a.id, active); });
  if (!found) throw Failure("There is no partner '" + a.id + "': see `partner list`.");
}

void keys_rotate(const Arguments& a) {
  const auto config = exchange::Config::load(a.config);
  exchange::rotate_signing_key(config.keys, seal::system_random(), SystemClock().now(), a.overlap);
  std::cerr << "The new signing key takes over in " << a.overlap << " seconds. A running server reads it by itself.\n";
}

void keys_list(const Arguments& a) {
  const auto config = exchange::Config::load(a.config);
  std::cout << protocol::encode_key_set(exchange::KeyRing(config.keys).published(SystemClock().now())) << "\n";
}

CLI::App* verb(CLI::App& parent, const std::shared_ptr<Arguments>& a, const char* name, const char* what,
               void (*run)(const Arguments&)) {
  CLI::App* made = parent.add_subcommand(name, what);
  made->callback([a, run] { run(*a); });
  return made;
}

void with_config(CLI::App* app, Arguments& a) {
  app->add_option("--config", a.config, "The party's configuration file")->required()->check(CLI::ExistingFile);
}

void add_init(CLI::App& app, const std::shared_ptr<Arguments>& a) {
  CLI::App* made = verb(app, a, "init", "Make a folder with configuration, keys and desk key", init);
  made->add_option("DIR", a->folder, "The folder")->required();
  made->add_option("--name", a->name, "Name that customers read")->required();
  made->add_option("--location", a->location, "Where the company is");
  made->add_option("--service", a->service, "What it offers, in one line");
  made->add_option("--time-zone", a->time_zone, "In which times are shown and days begin, such as Asia/Tokyo")
      ->capture_default_str();
  made->add_option("--origin", a->origin, "https://host[:port] of the pages")->required();
  made->add_option("--api", a->api, "https://host[:port] of the partners' listener")->required();
  made->add_option("--desk-origin", a->desk_origin,
                   "https://host[:port] of the operators' console, on a host of its own");
  made->add_option("--address", a->address, "Address to listen on")->capture_default_str();
  made->add_option("--store", a->store, "sqlite:FILE or postgresql://…")->capture_default_str();
  made->add_option("--disclosure", a->disclosure, "sealed, number-only or sealed-only")->capture_default_str();
  add_passphrase_options(*made, a->passphrase);
}

void add_partner(CLI::App& app, const std::shared_ptr<Arguments>& a) {
  CLI::App* partner = app.add_subcommand("partner", "The companies that this party works with");
  partner->require_subcommand(1);
  CLI::App* add = verb(*partner, a, "add", "Ask a partner who it is and pin its keys", partner_add);
  add->add_option("ID", a->id, "Short name, such as credit-a")->required();
  add->add_option("API", a->url, "https://host:port of its partners' listener")->required();
  CLI::App* list = verb(*partner, a, "list", "List the partners", partner_list);
  CLI::App* test = verb(*partner, a, "test", "Connect to a partner and compare its keys", partner_test);
  test->add_option("ID", a->id)->required();
  CLI::App* stop = partner->add_subcommand("stop", "Work with a partner no longer");
  stop->callback([a] { partner_active(*a, false); });
  stop->add_option("ID", a->id)->required();
  CLI::App* resume = partner->add_subcommand("resume", "Work with a stopped partner again");
  resume->callback([a] { partner_active(*a, true); });
  resume->add_option("ID", a->id)->required();
  for (CLI::App* each : {add, list, test, stop, resume}) with_config(each, *a);
  for (CLI::App* each : {add, list, test}) each->add_flag("--json", a->json, "Print JSON");
}

}  // namespace

void add_party_verbs(CLI::App& app, const std::string& role) {
  const auto a = std::make_shared<Arguments>();
  a->role = role;
  add_init(app, a);
  add_partner(app, a);
  CLI::App* keys = app.add_subcommand("keys", "Signing keys");
  keys->require_subcommand(1);
  CLI::App* rotate = verb(*keys, a, "rotate", "Add a signing key that takes over after an overlap", keys_rotate);
  rotate->add_option("--overlap", a->overlap, "Seconds until it signs")
      ->capture_default_str()
      ->check(CLI::Range(0, 604800));
  with_config(rotate, *a);
  with_config(verb(*keys, a, "list", "Print the published key set", keys_list), *a);
  CLI::App* serve_verb = verb(app, a, "serve", "Serve customers and partners until SIGTERM",
                              [](const Arguments& arguments) { serve(arguments.config, arguments.role); });
  with_config(serve_verb, *a);
  add_desk_verbs(app, role);
}

}  // namespace sealcart::cli
