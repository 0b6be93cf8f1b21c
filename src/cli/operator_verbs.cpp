// sealcart <party> operator …: who may work at the desk. sealcart <party> audit …: what was done there.
#include "cli/operator_verbs.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <iostream>
#include <memory>

#include "cli/clock.h"
#include "cli/failure.h"
#include "cli/passphrase.h"
#include "core/rfc3339.h"
#include "desk/store/audit.h"
#include "desk/store/operators.h"
#include "exchange/config.h"
#include "seal/secret.h"
#include "sql/migrations.h"

namespace sealcart::cli {
namespace {

namespace json = boost::json;
namespace store = desk::store;

constexpr const char* here = "command line";  // who does it, in the audit log

struct Arguments {
  std::string role, config, name, rights = "clerk", number, head;
  std::int64_t most = 100;
  PassphraseSource password;
  bool json = false;
};

std::unique_ptr<sql::Database> open_store(const Arguments& a) {
  const auto config = exchange::Config::load(a.config);
  if (config.role != a.role) throw Failure(a.config + " is the configuration of a " + config.role + ".");
  auto database = sql::Database::open({.url = config.store_url, .connections = 1});
  database->migrate(sql::migrations("desk"));
  return database;
}

void add(const Arguments& a) {
  const auto role = desk::parse_role(a.rights);
  if (!role) throw Failure("--role is viewer, clerk or admin");
  if (!store::is_operator_name(a.name)) {
    throw Failure("An operator's name begins with a letter and holds a-z, 0-9, '.', '_' and '-'.");
  }
  const auto database = open_store(a);
  const Passphrase password = read_passphrase(a.password, "The operator's password", Ask::twice);
  if (password.text().size() < 12) throw Failure("An operator's password has at least 12 characters.");
  const Time now = SystemClock().now();
  const store::Operator made{
      .name = a.name, .role = *role, .password_hash = seal::hash_password(password.text()), .created = now};
  const bool added = database->write_now([&](sql::Connection& c) {
    if (!store::add_operator(c, made)) return false;
    store::append_audit(c, now, here, "operator-add", "", made.name);
    return true;
  });
  if (!added) throw Failure("There is an operator '" + a.name + "' already: nothing was changed.");
}

void list(const Arguments& a) {
  const auto all = open_store(a)->read_now(store::list_operators);
  json::array out;
  for (const store::Operator& each : all) {
    if (a.json) {
      out.push_back({{"name", each.name},
                     {"role", name(each.role)},
                     {"active", each.active},
                     {"one_time_codes", !each.totp.empty()},
                     {"created", rfc3339(each.created)}});
    } else {
      fmt::print("{:<20} {:<7} {:<8} {}\n", each.name, name(each.role), each.active ? "active" : "stopped",
                 each.totp.empty() ? "password" : "password and one-time codes");
    }
  }
  if (a.json) std::cout << serialize(out) << "\n";
}

void set_active(const Arguments& a, bool active) {
  const Time now = SystemClock().now();
  const bool found = open_store(a)->write_now([&](sql::Connection& c) {
    if (!store::find_operator(c, a.name)) return false;
    store::set_active(c, a.name, active);
    store::append_audit(c, now, here, "operator-change", "", a.name + (active ? ": resume" : ": stop"));
    return true;
  });
  if (!found) throw Failure("There is no operator '" + a.name + "': see `operator list`.");
}

void audit_list(const Arguments& a) {
  const auto entries =
      open_store(a)->read_now([&](sql::Connection& c) { return store::list_audit(c, a.number, 0, a.most); });
  json::array out;
  for (const store::AuditEntry& entry : entries) {
    if (a.json) {
      out.push_back({{"seq", entry.seq},
                     {"at", rfc3339(entry.at)},
                     {"operator", entry.operator_name},
                     {"action", entry.action},
                     {"number", entry.number},
                     {"reason", entry.reason},
                     {"hash", entry.hash}});
    } else {
      fmt::print("{:>6}  {}  {:<16} {:<20} {} {}\n", entry.seq, rfc3339(entry.at), entry.operator_name, entry.action,
                 entry.number, entry.reason);
    }
  }
  if (a.json) std::cout << serialize(out) << "\n";
}

// What --head names is still there: a log whose end was cut off is a sound chain all the same.
bool head_holds(sql::Connection& connection, const std::string& head) {
  std::int64_t seq = 0;
  const std::size_t colon = head.find(':');
  if (colon == std::string::npos) throw Failure("--head is NUMBER:HASH, as `audit verify` printed it before");
  std::from_chars(head.data(), head.data() + colon, seq);
  return store::audit_holds(connection, seq, std::string_view(head).substr(colon + 1));
}

void audit_verify(const Arguments& a) {
  const auto database = open_store(a);
  const store::AuditCheck check = database->read_now(store::check_audit);
  const bool held = a.head.empty() || database->read_now([&](sql::Connection& c) { return head_holds(c, a.head); });
  const std::string head = fmt::format("{}:{}", check.entries, check.head);
  if (a.json) {
    json::object out{{"entries", check.entries}, {"head", head}, {"holds", !check.broken_at && held}};
    if (check.broken_at) out["broken_at"] = *check.broken_at;
    std::cout << serialize(out) << std::endl;
  } else if (!check.broken_at) {
    fmt::print("{} entries, the chain holds\nhead {}\n", check.entries, head);
  }
  std::cout.flush();
  if (check.broken_at)
    throw Failure(
        fmt::format("the audit log does not hold: entry {} was changed, taken out or put in", *check.broken_at));
  if (!held) throw Failure("the audit log does not hold: the entry of --head is not in it as it was");
}

CLI::App* verb(CLI::App& parent, const std::shared_ptr<Arguments>& a, const char* name, const char* about,
               void (*run)(const Arguments&)) {
  CLI::App* made = parent.add_subcommand(name, about);
  made->add_option("--config", a->config, "The party's configuration file")->required()->check(CLI::ExistingFile);
  made->callback([a, run] { run(*a); });
  return made;
}

}  // namespace

void add_operator_verbs(CLI::App& app, const std::string& role) {
  const auto a = std::make_shared<Arguments>();
  a->role = role;
  CLI::App* operators = app.add_subcommand("operator", "Who may work at the desk");
  operators->require_subcommand(1);
  CLI::App* made = verb(*operators, a, "add", "Let somebody in; asks for the password", add);
  made->add_option("NAME", a->name, "Name to sign in with")->required();
  made->add_option("--role", a->rights, "viewer, clerk or admin")->capture_default_str();
  made->add_option("--password-fd", a->password.descriptor, "Read the password from this file descriptor");
  made->add_option("--password-file", a->password.file, "Read the password from this file");
  verb(*operators, a, "list", "List the operators", list)->add_flag("--json", a->json, "Print JSON");
  verb(*operators, a, "stop", "Let somebody in no more", [](const Arguments& b) { set_active(b, false); })
      ->add_option("NAME", a->name)
      ->required();
  verb(*operators, a, "resume", "Let somebody in again", [](const Arguments& b) { set_active(b, true); })
      ->add_option("NAME", a->name)
      ->required();
  CLI::App* audit = app.add_subcommand("audit", "What was done at the desk");
  audit->require_subcommand(1);
  CLI::App* log = verb(*audit, a, "list", "The newest entries", audit_list);
  log->add_option("--number", a->number, "Only what was done to this purchase, receipt or shipment");
  log->add_option("--most", a->most, "How many")->capture_default_str()->check(CLI::Range(1, 100000));
  log->add_flag("--json", a->json, "Print JSON");
  CLI::App* verify = verb(*audit, a, "verify", "Check that nothing was changed, taken out or put in", audit_verify);
  verify->add_option("--head", a->head, "NUMBER:HASH of an earlier check, which must still be there");
  verify->add_flag("--json", a->json, "Print JSON");
}

}  // namespace sealcart::cli
