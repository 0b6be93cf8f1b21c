// sealcart ca init | request | issue | renew | revoke | crl | list
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <memory>

#include "ca/authority.h"
#include "ca/files.h"
#include "cli/clock.h"
#include "cli/failure.h"
#include "cli/passphrase.h"
#include "cli/verbs.h"
#include "core/rfc3339.h"

namespace sealcart::cli {
namespace {

namespace json = boost::json;

// Everything that a verb of this kind can be told. One object a verb, kept alive by its callback.
struct Arguments {
  std::string folder;
  std::string subject;  // CSR, CERT or SERIAL
  std::string name = "Sealcart";
  std::vector<std::string> hosts;
  std::string key;
  std::string request;
  std::string out;
  std::string kind = "party";
  std::string reason = "unspecified";
  int days = ca::default_leaf_days;
  std::string not_before;
  std::string not_after;
  bool json = false;
  PassphraseSource passphrase;
};

json::object describe(const ca::Record& record, Time now) {
  json::object object{{"serial", record.serial},
                      {"names", json::value_from(record.names)},
                      {"kind", ca::text(record.kind)},
                      {"not_before", rfc3339(record.period.not_before)},
                      {"not_after", rfc3339(record.period.not_after)},
                      {"state", ca::text(ca::state(record, now))}};
  if (!record.renews.empty()) object["renews"] = record.renews;
  if (record.revocation) {
    object["revoked_at"] = rfc3339(record.revocation->time);
    object["reason"] = ca::text(record.revocation->reason);
  }
  return object;
}

ca::Authority open_authority(const Arguments& arguments, const Clock& clock) {
  // A missing folder is said before the passphrase is asked for.
  value_or_fail(ca::history(arguments.folder));
  const Passphrase passphrase = read_passphrase(arguments.passphrase, "Passphrase of the authority");
  return value_or_fail(ca::Authority::open(arguments.folder, passphrase.text(), clock));
}

ca::Period wanted_period(const Arguments& arguments, Time now) {
  ca::Period period = ca::period_from(now, arguments.days);
  if (!arguments.not_before.empty()) period.not_before = parse_rfc3339(arguments.not_before).value();
  if (!arguments.not_after.empty()) period.not_after = parse_rfc3339(arguments.not_after).value();
  return period;
}

void report(const Arguments& arguments, const ca::Issued& issued, Time now) {
  ca::replace_file(arguments.out, issued.chain, ca::public_mode);
  if (arguments.json) {
    json::object object = describe(issued.record, now);
    object["file"] = arguments.out;
    std::cout << json::serialize(object) << "\n";
  } else {
    fmt::print("Issued {} for {}, until {}, into {}\n", issued.record.serial, fmt::join(issued.record.names, ", "),
               rfc3339(issued.record.period.not_after), arguments.out);
  }
}

// A serial number, in the capitals that other programs print too; otherwise a certificate's file.
std::string serial_of(const ca::Authority& authority, const std::string& subject) {
  if (std::string serial = CLI::detail::to_lower(subject); ca::is_serial(serial)) return serial;
  return value_or_fail(authority.serial_of(value_or_fail(ca::read_file(subject))));
}

void init(const Arguments& arguments) {
  const SystemClock clock;
  const Passphrase passphrase = read_passphrase(arguments.passphrase, "Passphrase for the new authority", Ask::twice);
  value_or_fail(ca::Authority::create(arguments.folder, arguments.name, passphrase.text(), clock));
  fmt::print("Made an authority in {0}. Partners trust {0}/root.crt and check {0}/crl.pem.\n", arguments.folder);
  fmt::print("Renew the revocation lists before {} days are over: sealcart ca crl {}\n", ca::default_crl_days,
             arguments.folder);
}

void request(const Arguments& arguments) {
  const ca::NewRequest made = value_or_fail(ca::make_request(arguments.hosts));
  value_or_fail(ca::create_file(arguments.key, made.key_pem, ca::secret_mode));
  ca::replace_file(arguments.out, made.pem, ca::public_mode);
  fmt::print("Wrote the key to {} (keep it on this server) and the request to {} (send it to the authority).\n",
             arguments.key, arguments.out);
}

void issue(const Arguments& arguments) {
  const SystemClock clock;
  const std::string text = value_or_fail(ca::read_file(arguments.subject));
  ca::Authority authority = open_authority(arguments, clock);
  const Time now = clock.now();
  report(arguments,
         value_or_fail(authority.issue(text, ca::parse_kind(arguments.kind).value(), wanted_period(arguments, now))),
         now);
}

void renew(const Arguments& arguments) {
  const SystemClock clock;
  std::optional<std::string> text;
  if (!arguments.request.empty()) text = value_or_fail(ca::read_file(arguments.request));
  ca::Authority authority = open_authority(arguments, clock);
  const Time now = clock.now();
  const std::string serial = serial_of(authority, arguments.subject);
  report(arguments, value_or_fail(authority.renew(serial, text, wanted_period(arguments, now))), now);
}

void revoke(const Arguments& arguments) {
  const SystemClock clock;
  ca::Authority authority = open_authority(arguments, clock);
  const std::string serial = serial_of(authority, arguments.subject);
  const ca::Record record = value_or_fail(authority.revoke(serial, ca::parse_reason(arguments.reason).value()));
  if (arguments.json) {
    std::cout << json::serialize(describe(record, clock.now())) << "\n";
  } else {
    fmt::print("Revoked {} ({}). Give every partner the new {}/crl.pem.\n", serial, ca::text(record.revocation->reason),
               arguments.folder);
  }
}

void crl(const Arguments& arguments) {
  const SystemClock clock;
  ca::Authority authority = open_authority(arguments, clock);
  const std::string lists = value_or_fail(authority.publish_revocations(arguments.days));
  if (!arguments.out.empty()) ca::replace_file(arguments.out, lists, ca::public_mode);
  fmt::print("Wrote revocation lists, good for {} days, to {}\n", arguments.days,
             arguments.out.empty() ? arguments.folder + "/crl.pem" : arguments.out);
}

void warn_of_stale_lists(const ca::Publication& publication, const std::string& folder, Time now) {
  const Time due = publication.time + std::int64_t{publication.days} * 86400;
  if (now < due) return;
  std::cerr << "sealcart: warning: the revocation lists ended at " << rfc3339(due)
            << " and partners refuse every certificate; run: sealcart ca crl " << folder << "\n";
}

void list(const Arguments& arguments) {
  const Time now = SystemClock().now();
  const ca::Index index = value_or_fail(ca::history(arguments.folder));
  warn_of_stale_lists(index.publication, arguments.folder, now);
  if (arguments.json) {
    json::array array;
    for (const ca::Record& record : index.records) array.push_back(describe(record, now));
    std::cout << json::serialize(array) << "\n";
    return;
  }
  if (index.records.empty()) {
    fmt::print("Nothing issued yet.\n");
    return;
  }
  fmt::print("{:<32}  {:<6}  {:<13}  {:<20}  {}\n", "SERIAL", "KIND", "STATE", "EXPIRES", "NAMES");
  for (const ca::Record& record : index.records) {
    fmt::print("{:<32}  {:<6}  {:<13}  {:<20}  {}\n", record.serial, ca::text(record.kind),
               ca::text(ca::state(record, now)), rfc3339(record.period.not_after), fmt::join(record.names, " "));
  }
}

// Registers a verb. `declare` adds its options; `run` does it.
template <class Declare>
void add_verb(CLI::App& group, const char* name, const char* what, const char* examples, Declare declare,
              void (*run)(const Arguments&)) {
  CLI::App* verb = group.add_subcommand(name, what);
  verb->footer(std::string("Examples:\n") + examples);
  const auto arguments = std::make_shared<Arguments>();
  declare(*verb, *arguments);
  verb->callback([arguments, run] { run(*arguments); });
}

void add_folder(CLI::App& verb, Arguments& a) {
  verb.add_option("DIR", a.folder, "The authority's folder")->required();
}

void add_period(CLI::App& verb, Arguments& a) {
  const CLI::Validator time(
      [](const std::string& text) {
        return parse_rfc3339(text) ? std::string() : "give a time like 2030-01-31T00:00:00Z";
      },
      "TIME");
  verb.add_option("--days", a.days, "Days until it expires")->check(CLI::Range(1, 825))->capture_default_str();
  verb.add_option("--not-before", a.not_before, "Begin of validity in UTC (default: five minutes ago)")->check(time);
  verb.add_option("--not-after", a.not_after, "End of validity in UTC, instead of --days")->check(time);
}

void add_out(CLI::App& verb, Arguments& a) {
  verb.add_option("--out", a.out, "Where to write the certificate and its chain")->required()->type_name("CERT");
}

void add_json(CLI::App& verb, Arguments& a) { verb.add_flag("--json", a.json, "Print JSON"); }

void add_init_and_request(CLI::App& group) {
  add_verb(
      group, "init", "Make an authority: a root, an intermediate and their keys, encrypted",
      "  sealcart ca init authority\n"
      "  sealcart ca init authority --name \"Example Trade\" --passphrase-file passphrase.txt\n",
      [](CLI::App& verb, Arguments& a) {
        add_folder(verb, a);
        verb.add_option("--name", a.name, "The authority's name in its certificates")->capture_default_str();
        add_passphrase_options(verb, a.passphrase);
      },
      init);
  add_verb(
      group, "request", "Make a server's key and a signing request for it: what a party runs",
      "  sealcart ca request --name mall.example --key mall.key --out mall.csr\n"
      "  sealcart ca request --name mall.example --name desk.mall.example --key mall.key --out mall.csr\n",
      [](CLI::App& verb, Arguments& a) {
        verb.add_option("--name", a.hosts, "DNS name or IP address; may be repeated")->required()->type_name("HOST");
        verb.add_option("--key", a.key, "Where to write the new key (unencrypted, mode 0600)")
            ->required()
            ->type_name("KEYFILE");
        verb.add_option("--out", a.out, "Where to write the request")->required()->type_name("CSR");
      },
      request);
}

void add_issue_and_renew(CLI::App& group) {
  add_verb(
      group, "issue", "Issue a certificate for a signing request",
      "  sealcart ca issue authority mall.csr --out mall.crt\n"
      "  sealcart ca issue authority browser.csr --kind client --days 30 --out browser.crt\n",
      [](CLI::App& verb, Arguments& a) {
        add_folder(verb, a);
        verb.add_option("CSR", a.subject, "The PKCS#10 request, PEM")->required();
        add_out(verb, a);
        verb.add_option("--kind", a.kind, "party (server and client), server or client")
            ->check(CLI::IsMember({"party", "server", "client"}))
            ->capture_default_str();
        add_period(verb, a);
        add_json(verb, a);
        add_passphrase_options(verb, a.passphrase);
      },
      issue);
  add_verb(
      group, "renew", "Issue a certificate that follows another: same names, and same key unless --csr",
      "  sealcart ca renew authority mall.crt --out mall.crt\n"
      "  sealcart ca renew authority mall.crt --csr mall-new.csr --out mall-new.crt\n",
      [](CLI::App& verb, Arguments& a) {
        add_folder(verb, a);
        verb.add_option("CERT|SERIAL", a.subject, "The certificate to follow: its file or serial number")->required();
        verb.add_option("--csr", a.request, "A request with a new key for the same names")->type_name("CSR");
        add_out(verb, a);
        add_period(verb, a);
        add_json(verb, a);
        add_passphrase_options(verb, a.passphrase);
      },
      renew);
}

void add_revoke_and_crl(CLI::App& group) {
  add_verb(
      group, "revoke", "Revoke a certificate and publish new revocation lists",
      "  sealcart ca revoke authority mall.crt --reason keyCompromise\n"
      "  sealcart ca revoke authority 00112233445566778899aabbccddeeff\n",
      [](CLI::App& verb, Arguments& a) {
        std::vector<std::string> reasons;
        for (const ca::Reason reason : ca::all_reasons) reasons.emplace_back(ca::text(reason));
        add_folder(verb, a);
        verb.add_option("SERIAL|CERT", a.subject, "The certificate: its serial number or file")->required();
        verb.add_option("--reason", a.reason, "Why (RFC 5280)")->check(CLI::IsMember(reasons))->capture_default_str();
        add_json(verb, a);
        add_passphrase_options(verb, a.passphrase);
      },
      revoke);
  add_verb(
      group, "crl", "Publish new revocation lists, also when nothing was revoked: old ones expire",
      "  sealcart ca crl authority\n"
      "  sealcart ca crl authority --days 30 --out /srv/www/crl.pem\n",
      [](CLI::App& verb, Arguments& a) {
        a.days = ca::default_crl_days;
        add_folder(verb, a);
        verb.add_option("--out", a.out, "Write a copy here as well")->type_name("FILE");
        verb.add_option("--days", a.days, "Days until the next lists are due")
            ->check(CLI::Range(1, 365))
            ->capture_default_str();
        add_passphrase_options(verb, a.passphrase);
      },
      crl);
}

}  // namespace

void add_ca_verbs(CLI::App& app) {
  CLI::App* group = app.add_subcommand("ca", "Certificate authority: issue, renew, revoke and list certificates");
  group->require_subcommand(1);
  group->footer(
      "A first certificate:\n"
      "  sealcart ca init authority\n"
      "  sealcart ca request --name mall.example --key mall.key --out mall.csr\n"
      "  sealcart ca issue authority mall.csr --out mall.crt\n");
  add_init_and_request(*group);
  add_issue_and_renew(*group);
  add_revoke_and_crl(*group);
  add_verb(
      *group, "list", "List what was issued, with its state",
      "  sealcart ca list authority\n"
      "  sealcart ca list authority --json\n",
      [](CLI::App& verb, Arguments& a) {
        add_folder(verb, a);
        add_json(verb, a);
      },
      list);
}

}  // namespace sealcart::cli
