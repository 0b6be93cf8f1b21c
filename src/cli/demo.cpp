// sealcart demo: a mall, credit and shipping companies on loopback, under one folder.
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "cli/demo_cast.h"
#include "cli/demo_clock.h"
#include "cli/demo_mail.h"
#include "cli/demo_place.h"
#include "cli/failure.h"
#include "cli/knowledge_page.h"
#include "cli/loop_once.h"
#include "cli/process.h"
#include "cli/verbs.h"
#include "exchange/files.h"
#include "http/client.h"
#include "seal/sign.h"

namespace sealcart::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct Settings {
  std::string data = "build/demo";
  std::string goods = "demo";
  int port_base = 9440;
  bool reset = false;
  std::string store = "sqlite";
  std::string postgres;                      // URI of a server where databases may be made, with --store postgres
  std::string postgres_prefix = "sealcart";  // of the databases' names: several demos may share a server
  std::string on_ready, seed;
  bool desks = true;
  bool mail = false;  // the mail sink also without desks
  std::string disclosure_mall = "sealed", disclosure_credit = "sealed", disclosure_shipping = "sealed";
};

std::string random_text() {
  std::array<std::byte, 18> bytes{};
  seal::system_random().fill(bytes);
  return seal::base64url({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
}

std::string csv_field(const std::string& text) { return "\"" + text + "\""; }

class Demo {
 public:
  explicit Demo(Settings settings)
      : settings_(std::move(settings)),
        data_(fs::absolute(settings_.data)),
        clock_(data_, settings_.desks && !settings_.seed.empty()) {
    int port = settings_.port_base;
    for (DemoParty& party : demo_cast()) {
      const fs::path folder = data_ / party.id;
      places_.push_back({std::move(party), folder, port});
      port += 3;
    }
  }

  void play() {
    prepare_folder();
    clock_.make(!fs::exists(data_ / "introduced"));
    make_authority();
    make_mail_server();
    for (const Place& place : places_) make_party(place);
    try {
      for (const Place& place : places_) {
        servers_.push_back(serve(place.party.id, place.log(), {place.party.role, "serve", "--config", place.config()}));
      }
      if (settings_.desks) open_desks();
      if (settings_.desks || settings_.mail) open_mail();
      wait_until_healthy(0);
      introduce();
      if (settings_.desks) open_knowledge_page();
      write_description();
      if (settings_.desks && !settings_.seed.empty()) plant_seeds();
      announce();
      watch();
    } catch (...) {
      stop();
      throw;
    }
    stop();
  }

 private:
  // One process of the demo.
  struct Served {
    std::string name, log, program;
    std::vector<std::string> command;  // with which it starts again
    pid_t pid;                         // 0 once it has ended
  };

  Served serve(const std::string& name, const std::string& log, std::vector<std::string> command) const {
    clock_.add_option(command);
    return {name, log, own_program(), command, start(own_program(), command, "/dev/null")};
  }

  // Purchases in every state, made once. Balances are then other than they were.
  void plant_seeds() {
    const fs::path mark = data_ / "seeded";
    if (fs::exists(mark)) return;
    const pid_t program = start(settings_.seed, {data_.string(), own_program()}, (data_ / "seed.log").string());
    if (wait_for(program) != 0) throw Failure(settings_.seed + " failed: see " + (data_ / "seed.log").string());
    exchange::replace_file(mark.string(), "");
    write_description();
  }

  static constexpr const char* own_host = "demo.localhost";
  int own_port() const { return settings_.port_base + static_cast<int>(places_.size()) * 3 + 1; }
  std::string knowledge_url() const { return fmt::format("https://{}:{}/", own_host, own_port()); }

  void open_knowledge_page() {
    std::vector<KnowledgePlace> known;
    for (const Place& place : places_) {
      known.push_back({place.party.id, place.party.role, place.party.name, place.config(), place.passphrase()});
    }
    const std::string tls = (data_ / "tls").string();
    if (!fs::exists(data_ / "tls" / "certificate.pem")) make_certificate(tls, {own_host});
    knowledge_page_ =
        std::make_unique<KnowledgePage>(std::move(known), static_cast<std::uint16_t>(own_port()),
                                        http::TlsFiles{tls + "/certificate.pem", tls + "/key.pem", "", ""});
  }

  void open_desks() {
    for (const Place& place : places_) {
      servers_.push_back(
          serve(place.party.id + "-desk", place.desk_log(),
                {place.party.role, "desk", "--config", place.config(), "--passphrase-file", place.passphrase()}));
    }
  }

  DemoMail mail() const { return {data_, settings_.port_base + 3 * static_cast<int>(places_.size())}; }

  void make_mail_server() const {
    if (mail().is_made()) return;
    const std::string at = mail().server().string();
    fs::create_directories(at);
    run({"ca", "request", "--name", DemoMail::host, "--key", at + "/key.pem", "--out", at + "/request.pem"});
    run({"ca", "issue", authority().string(), at + "/request.pem", "--out", at + "/certificate.pem", "--days", "365",
         "--passphrase-file", authority_passphrase()});
    mail().keep_login(random_text());
  }

  void open_mail() {
    const std::string log = (mail().server() / "sink.log").string(),
                      program = fs::absolute(settings_.goods + "/mail_sink.py").string();
    const std::vector<std::string> command = mail().arguments();
    servers_.push_back({"mail sink", log, program, command, start(program, command, log, log)});
  }

  // The authority, whose certificates are judged by the machine's clock, goes by that.
  void run(std::vector<std::string> verb) const {
    if (verb.front() != "ca") clock_.add_option(verb);
    run_verb(verb, (data_ / "set-up.log").string());
  }

  fs::path authority() const { return data_ / "ca"; }
  std::string authority_passphrase() const { return (data_ / "ca.passphrase").string(); }
  std::string authority_file() const { return (data_ / "ca.pem").string(); }

  void prepare_folder() {
    // Only what a demo made is thrown away, whatever --data names.
    const fs::path mark = data_ / "sealcart-demo";
    if (settings_.reset && fs::exists(mark)) fs::remove_all(data_);
    if (fs::exists(data_) && !fs::is_empty(data_) && !fs::exists(mark)) {
      throw Failure(data_.string() + " holds something else: name an empty folder with --data.");
    }
    fs::create_directories(data_);
    const std::string wanted = fmt::format("{} {}\n", settings_.store, settings_.port_base);
    if (!fs::exists(mark)) exchange::replace_file(mark.string(), wanted);
    if (exchange::read_file(mark.string()) != wanted) {
      throw Failure(
          "This folder holds a demo of another --store or --port-base: add --reset, or name another with --data.");
    }
    fs::remove(data_ / "demo.json");
  }

  void make_authority() {
    if (!fs::exists(authority() / "root.crt")) {
      fs::remove_all(authority());
      exchange::replace_file(authority_passphrase(), random_text() + "\n");
      run({"ca", "init", authority().string(), "--name", "Sealcart Demo", "--passphrase-file", authority_passphrase()});
    }
    // Revocation lists run out: a demo that is started again gets a fresh one.
    run({"ca", "crl", authority().string(), "--days", "30", "--passphrase-file", authority_passphrase()});
    fs::copy_file(authority() / "root.crt", authority_file(), fs::copy_options::overwrite_existing);
    for (const Place& place : places_) {
      if (fs::exists(place.folder / "tls")) copy_crl(place);
    }
  }

  void copy_crl(const Place& place) const {
    exchange::replace_file((place.folder / "tls" / "crl.pem").string(),
                           exchange::read_file((authority() / "crl.pem").string()));
  }

  std::string store_url(const Place& place) const {
    if (settings_.store == "sqlite") return "sqlite:data.db";
    std::string name = settings_.postgres_prefix + "_" + place.party.id;
    std::replace(name.begin(), name.end(), '-', '_');
    const std::size_t query = settings_.postgres.find('?');
    const std::string server = settings_.postgres.substr(0, query);
    return server.substr(0, server.rfind('/')) + "/" + name +
           (query == std::string::npos ? "" : settings_.postgres.substr(query));
  }

  void make_party(const Place& place) const {
    if (fs::exists(place.made())) return;
    fs::remove_all(place.folder);
    fs::create_directories(place.folder / "desk");
    fs::create_directories(place.folder / "tls");
    exchange::replace_file(place.passphrase(), random_text() + "\n");
    run({place.party.role,
         "init",
         place.folder.string(),
         "--name",
         place.party.name,
         "--location",
         place.party.location,
         "--service",
         place.party.service,
         "--time-zone=Asia/Tokyo",
         "--origin",
         place.origin(),
         "--api",
         place.api(),
         "--desk-origin",
         place.desk(),
         "--store",
         store_url(place),
         "--disclosure",
         disclosure(place.party.role),
         "--passphrase-file",
         place.passphrase()});
    std::string more = place.party.settings;
    if (place.party.role == "credit") {
      more += mail().settings(place.party.id);
      if (clock_.is_used()) more += "billing_day = 1\n";
    }
    if (!more.empty()) {
      exchange::replace_file(place.config(), exchange::read_file(place.config()) + "\n" + more);
    }
    make_certificate((place.folder / "tls").string(), {place.host(), place.desk_host()});
    copy_crl(place);
    if (place.party.role == "mall") {
      run({"mall", "catalogue", "import", "--config", place.config(), settings_.goods + "/catalogue.csv", "--pictures",
           settings_.goods + "/pictures"});
      // A file's name without its ending is the product's.
      for (const fs::directory_entry& file : fs::directory_iterator(settings_.goods + "/files")) {
        run({"mall", "file", "set", "--config", place.config(), file.path().stem().string(), file.path().string()});
      }
    } else if (place.party.role == "credit") {
      import_customers(place);
    }
    const std::string password = (place.folder / "desk" / "operator.password").string();
    exchange::replace_file(password, std::string(operator_password) + "\n");
    run({place.party.role, "operator", "add", "--config", place.config(), operator_name, "--role", "admin",
         "--password-file", password});
    fs::remove(password);
    exchange::replace_file(place.made(), "");
  }

  const std::string& disclosure(std::string_view role) const {
    if (role == "mall") return settings_.disclosure_mall;
    return role == "credit" ? settings_.disclosure_credit : settings_.disclosure_shipping;
  }

  void make_certificate(const std::string& tls, const std::vector<std::string>& hosts) const {
    fs::create_directories(tls);
    std::vector<std::string> request{"ca", "request", "--key", tls + "/key.pem", "--out", tls + "/request.pem"};
    for (const std::string& host : hosts) request.insert(request.end(), {"--name", host});
    run(request);
    run({"ca", "issue", authority().string(), tls + "/request.pem", "--out", tls + "/certificate.pem", "--days", "365",
         "--passphrase-file", authority_passphrase()});
    fs::copy_file(authority() / "root.crt", tls + "/authority.pem", fs::copy_options::overwrite_existing);
  }

  void import_customers(const Place& place) const {
    const std::string file = (place.folder / "customers.csv").string();
    std::string csv = "name,address,phone,email,employer,password,card,currency,limit,check_words\n";
    for (const DemoCustomer& c : place.party.customers) {
      for (const std::string& card : c.cards) {
        for (const std::string& field : {c.name, c.address, c.phone, c.email, c.employer, c.password, card}) {
          csv += csv_field(field) + ",";
        }
        csv += fmt::format("JPY,{},{}\n", c.limit, csv_field(c.check_words));
      }
    }
    exchange::replace_file(file, csv);
    run({"credit", "customer", "import", "--config", place.config(), file});
    fs::remove(file);  // it holds card numbers and passwords in clear
    for (const DemoCustomer& c : place.party.customers) {
      if (c.expect == "locked") run({"credit", "customer", "lock", "--config", place.config(), "--email", c.email});
    }
  }

  http::TlsFiles client_files(const Place& place) const {
    const std::string tls = (place.folder / "tls").string();
    return {tls + "/certificate.pem", tls + "/key.pem", tls + "/authority.pem", tls + "/crl.pem"};
  }

  // Every server answers and knows at least `partners` partners.
  void wait_until_healthy(std::size_t partners) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    http::Loops loops(1);
    http::Client client(loops, client_files(places_.front()));
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const std::size_t wanted = std::min(partners, places_[i].party.role == "mall" ? places_.size() - 1 : 1);
      while (!healthy(loops, client, places_[i].api(), wanted) ||
             (settings_.desks && !healthy(loops, client, places_[i].desk(), wanted))) {
        if (std::chrono::steady_clock::now() > deadline)
          throw Failure(places_[i].party.id + " does not answer: see " + places_[i].log());
        for (const Served& each : servers_) {
          if (!running(each.pid)) throw Failure(each.name + " ended: see " + each.log);
        }
        run_on(loops, []() -> Task<bool> {
          co_await pause(20);
          co_return true;
        });
      }
    }
  }

  static bool healthy(http::Loops& loops, http::Client& client, const std::string& origin, std::size_t partners) {
    const auto answer = run_on(loops, [&]() -> Task<Expected<http::ClientResponse>> {
      http::ClientRequest request{.url = origin + "/health"};
      return client.send(std::move(request));
    });
    if (!answer || answer->status != 200) return false;
    boost::system::error_code error;
    const auto health = json::parse(answer->body, error);
    return !error && health.at("partners").to_number<std::size_t>() >= partners;
  }

  // Where a company pays the mall.
  void tell_account(const Place& company) const {
    const std::string& name = places_.front().party.name;
    std::vector<std::string> verb{company.party.role};
    if (company.party.role == "credit") {
      verb.insert(verb.end(), {"payout", "account", "--currency", "JPY", "--name", name});
    } else {
      verb.insert(verb.end(), {"cod", "account", "--holder", name});
    }
    verb.insert(verb.end(), {"--number", "7654321", "--clearing-system", "JPZGN", "--clearing-member", "0009001",
                             "--config", company.config(), places_.front().party.id});
    run(verb);
  }

  // The mall and each other company pin each other's keys, the first time.
  void introduce() {
    const fs::path mark = data_ / "introduced";
    if (!fs::exists(mark)) {
      const Place& mall = places_.front();
      for (std::size_t i = 1; i < places_.size(); ++i) {
        run({"mall", "partner", "add", "--config", mall.config(), places_[i].party.id, places_[i].api()});
        run({places_[i].party.role, "partner", "add", "--config", places_[i].config(), mall.party.id, mall.api()});
        tell_account(places_[i]);
      }
      exchange::replace_file(mark.string(), "");
    }
    wait_until_healthy(places_.size());
  }

  void write_description() const {
    json::array credit, shipping;
    for (std::size_t i = 1; i < places_.size(); ++i) {
      (places_[i].party.role == "credit" ? credit : shipping).push_back(describe(places_[i]));
    }
    exchange::replace_file((data_ / "demo.json").string(),
                           serialize(json::object{{"ca_file", authority_file()},
                                                  {"knowledge_url", knowledge_url()},
                                                  {"mail_dir", mail().folder().string()},
                                                  {"mall", describe(places_.front())},
                                                  {"credit", std::move(credit)},
                                                  {"shipping", std::move(shipping)}}) +
                               "\n");
  }

  std::string desk_line(const Place& place) const {
    if (!settings_.desks) return {};
    return fmt::format("  desk              {}/  {}  password {}\n", place.desk(), operator_name, operator_password);
  }

  void announce() const {
    std::cout << "\nMall              " << places_.front().origin() << "/\n" << desk_line(places_.front());
    for (std::size_t i = 1; i < places_.size(); ++i) {
      std::cout << fmt::format("{:<17} {}/\n", places_[i].party.name, places_[i].origin()) << desk_line(places_[i]);
      for (const DemoCustomer& c : places_[i].party.customers) {
        for (const std::string& card : c.cards) {
          std::cout << fmt::format("  {:<17} card {}  password {:<16} limit {:>9} JPY  {}\n", c.name, card, c.password,
                                   c.limit, c.expect == "ok" ? "" : "(" + c.expect + ")");
        }
      }
    }
    if (settings_.desks) std::cout << "\nWho knows what    " << knowledge_url() << "\n";
    std::cout
        << "\nA browser trusts these addresses with the authority in " << authority_file()
        << "\n(./dev demo --open starts one that does). Mail to customers: ./dev demo mail. Ctrl-C stops everything.\n"
        << (clock_.is_used()
                ? "Let a month pass for all companies: ./dev demo clock +30d. Then statements, reminders and "
                  "releases are due.\n"
                : "")
        << "ready " << places_.front().origin() << "/" << std::endl;
    if (!settings_.on_ready.empty())
      start(settings_.on_ready, {data_.string(), places_.front().origin() + "/"}, "/dev/null");
  }

  // Until a signal comes, or a server ends by itself.
  void watch() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    constexpr timespec look_again{.tv_sec = 1, .tv_nsec = 0};
    while (sigtimedwait(&signals, nullptr, &look_again) < 0) {
      for (Served& each : servers_) {
        if (each.pid == 0 || running(each.pid)) continue;
        // A server that is stopped on purpose (an outage to watch) is started again by hand: the others go on.
        std::cout << each.name << " has stopped; start it again with\n  " << each.program;
        for (const std::string& word : each.command) std::cout << " " << word;
        std::cout << std::endl;
        each.pid = 0;
      }
    }
  }

  void stop() {
    knowledge_page_.reset();
    for (const Served& each : servers_) {
      if (each.pid != 0) ::kill(each.pid, SIGTERM);
    }
    for (const Served& each : servers_) {
      if (each.pid != 0) wait_for(each.pid);
    }
    servers_.clear();
  }

  Settings settings_;
  fs::path data_;
  const DemoClock clock_;  // of a demo that is filled
  std::vector<Place> places_;
  std::vector<Served> servers_;
  std::unique_ptr<KnowledgePage> knowledge_page_;
};

void run_demo(const Settings& settings) {
  if (settings.store == "postgres" && settings.postgres.empty()) {
    throw Failure("--store postgres needs --postgres URI (./dev demo starts a server and passes it).");
  }
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  seal::start();
  Demo(settings).play();
}

}  // namespace

void add_demo_verb(CLI::App& app) {
  const auto settings = std::make_shared<Settings>();
  CLI::App* demo = app.add_subcommand("demo", "Start a mall, credit and shipping companies to try everything out");
  demo->add_option("--data", settings->data, "Folder for everything that the demo makes")->capture_default_str();
  demo->add_option("--goods", settings->goods, "Folder with catalogue.csv and pictures")->capture_default_str();
  demo->add_option("--port-base", settings->port_base, "First of twenty ports")
      ->capture_default_str()
      ->check(CLI::Range(1024, 65515));
  demo->add_flag("!--no-desks", settings->desks, "Start no operators' consoles");
  demo->add_flag("--mail", settings->mail, "Start the mail sink also without the consoles");
  demo->add_flag("--reset", settings->reset, "Begin anew, throwing away an earlier demo in the folder");
  demo->add_option("--store", settings->store, "sqlite or postgres")
      ->capture_default_str()
      ->check(CLI::IsMember({"sqlite", "postgres"}));
  demo->add_option("--postgres", settings->postgres,
                   "URI of the PostgreSQL server, with databases sealcart_mall, sealcart_credit_a …");
  demo->add_option("--postgres-prefix", settings->postgres_prefix)->group("");  // not in the help: for tests
  demo->add_option("--disclosure-mall", settings->disclosure_mall, "sealed, number-only or sealed-only")
      ->capture_default_str();
  demo->add_option("--disclosure-credit", settings->disclosure_credit, "sealed, number-only or sealed-only")
      ->capture_default_str();
  demo->add_option("--disclosure-shipping", settings->disclosure_shipping, "sealed, number-only or sealed-only")
      ->capture_default_str();
  demo->add_option(
      "--seed", settings->seed,
      "Program to run with the folder the first time, before the demo is ready: makes purchases in every state");
  demo->add_option("--on-ready", settings->on_ready,
                   "Program to run with the folder and the mall's address once all answer");
  demo->callback([settings] { run_demo(*settings); });
}

}  // namespace sealcart::cli
