// sealcart shipping parcel list|scan|dispatch|deliver|fail|return
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "cli/depot_store.h"
#include "cli/desk.h"
#include "cli/failure.h"
#include "cli/shipping_depot.h"
#include "core/day.h"
#include "core/rfc3339.h"
#include "shipping/desk/moving.h"
#include "shipping/desk/over_label.h"
#include "shipping/desk/taking.h"

namespace sealcart::cli {
namespace {

namespace json = boost::json;
namespace store = shipping::store;
using shipping::Step;

struct Arguments {
  std::string config, state, mall, parcel, reason, tour, day, over_label, form = "a6", language = "en";
  std::int64_t most = 100;
  PassphraseSource passphrase;
  bool json = false;
};

// Nothing of the addressee.
json::object describe(const store::Parcel& parcel) {
  json::object object{{"id", parcel.id},
                      {"number", parcel.number},
                      {"parcel", parcel.parcel.n},
                      {"of", parcel.parcel.of},
                      {"mall", parcel.mall},
                      {"size_class", parcel.size_class},
                      {"state", std::string(protocol::name(parcel.state))},
                      {"reason", parcel.reason},
                      {"amount", nullptr},
                      {"currency", nullptr},
                      {"received", rfc3339(parcel.received)},
                      {"changed", rfc3339(parcel.changed)}};
  if (parcel.due) {
    object["amount"] = parcel.due->minor;
    object["currency"] = std::string(parcel.due->currency.code());
  }
  return object;
}

void print(const store::Parcel& parcel, bool as_json) {
  if (as_json) {
    std::cout << serialize(describe(parcel)) << "\n";
    return;
  }
  fmt::print("{}  {}/{}  {}  {}  {}  {}\n", parcel.number, parcel.parcel.n, parcel.parcel.of, parcel.mall,
             protocol::name(parcel.state), parcel.reason.empty() ? "-" : parcel.reason,
             parcel.due ? format(*parcel.due) : "-");
}

void list(const Arguments& a) {
  DepotStore depot(a.config);
  store::ParcelFilter filter{.state = protocol::parse_parcel_state(a.state), .mall = a.mall};
  if (!a.state.empty() && !filter.state) throw Failure("There is no state '" + a.state + "'.");
  const auto parcels =
      depot.database->read_now([&](sql::Connection& c) { return store::list_parcels(c, filter, a.most); });
  if (!a.json) {
    for (const auto& parcel : parcels) print(parcel, false);
    return;
  }
  json::array all;
  for (const auto& parcel : parcels) all.push_back(describe(parcel));
  std::cout << serialize(all) << "\n";
}

std::string read_label() {
  std::string text;
  if (!std::getline(std::cin, text) || text.empty()) throw Failure("Give the label's text on standard input.");
  return text;
}

void write_over_label(const Arguments& a, const shipping::Print& made) {
  std::ofstream file(a.over_label, std::ios::binary | std::ios::trunc);
  file << made.bytes;
  file.close();
  if (!file)
    throw Failure(a.over_label + ": cannot be written. The parcel is received; its page prints the label again.");
}

// The key is read before anything is written: a label that was opened and could not be printed would be lost.
void scan(const Arguments& a) {
  DepotStore depot(a.config);
  const auto form = shipping::parse_over_label_form(a.form);
  if (!form) throw Failure("The over-label is an a6, 4x6, zpl or png.");
  const seal::DeskKey key = load_desk_key(depot.config, depot.keys, a.passphrase);
  const shipping::ReadScan read = shipping::read_scan(depot.counter, read_label(), depot.clock.now());
  const shipping::Taken taken = depot.database->write_now(
      [&](sql::Connection& c) { return shipping::take(c, depot.counter, read, depot.who()); });
  if (taken.status == shipping::ScanStatus::accepted) {
    const render::Pages pages({"shipping_desk", "desk"});
    const auto language = render::language(a.language, "");
    const auto made =
        shipping::print_over_label({key, pages, depot.config.name, language}, *taken.shipment, *taken.parcel, *form);
    if (!made) throw Failure("The parcel is received, its over-label cannot be drawn: " + made.error().detail);
    write_over_label(a, *made);
  }
  const std::string status(shipping::name(taken.status));
  if (a.json) {
    json::object answer{{"status", status}, {"detail", taken.detail}, {"parcel", nullptr}};
    if (taken.parcel) answer["parcel"] = describe(*taken.parcel);
    std::cout << serialize(answer) << "\n";
  } else {
    std::cout << status << (taken.detail.empty() ? "" : " (" + taken.detail + ")") << "\n";
  }
  if (taken.status != shipping::ScanStatus::accepted) throw Failure("The parcel was not accepted.");
}

void step(const Arguments& a, Step which) {
  DepotStore depot(a.config);
  const auto moved = depot.database->write_now([&](sql::Connection& c) -> Expected<store::Parcel> {
    const auto parcel = shipping::named_parcel(c, a.parcel);
    if (!parcel) return parcel;
    shipping::Move what{which, a.reason, 0};
    if (which == Step::dispatch) {
      const std::string day = a.day.empty() ? day_text(depot.clock.now()) : a.day;
      what.tour = store::open_tour(c, day, a.tour, depot.clock.now()).id;
    }
    return shipping::move(c, depot.counter, parcel->id, what, depot.who());
  });
  if (!moved) throw Failure(moved.error().detail + " (" + moved.error().code + ")");
  print(*moved, a.json);
}

CLI::App* verb(CLI::App& group, const std::shared_ptr<Arguments>& a, const char* name, const char* what) {
  CLI::App* made = group.add_subcommand(name, what);
  made->add_option("--config", a->config, "The shipping company's configuration file")
      ->required()
      ->check(CLI::ExistingFile);
  made->add_flag("--json", a->json, "As JSON");
  return made;
}

CLI::App* step_verb(CLI::App& group, const char* name, const char* what, Step which, std::shared_ptr<Arguments>& a) {
  a = std::make_shared<Arguments>();
  CLI::App* made = verb(group, a, name, what);
  made->add_option("PARCEL", a->parcel, "Shipping number, or number/n where there are several")->required();
  made->callback([a, which] { step(*a, a->reason == shipping::refused_reason ? Step::refuse : which); });
  return made;
}

}  // namespace

void add_shipping_parcel_verbs(CLI::App& shipping) {
  CLI::App* group = shipping.add_subcommand("parcel", "Parcels at the depot");
  group->require_subcommand(1);
  auto a = std::make_shared<Arguments>();
  CLI::App* listing =
      verb(*group, a, "list", "List the newest parcels: number, n of m, mall, state, amount to collect");
  listing->add_option("--state", a->state, "received, dispatched, delivered, failed or returned alone");
  listing->add_option("--mall", a->mall, "Of that mall alone");
  listing->add_option("--most", a->most, "How many")->capture_default_str()->check(CLI::Range(1, 1'000'000));
  listing->callback([a] { list(*a); });

  auto s = std::make_shared<Arguments>();
  CLI::App* scanning =
      verb(*group, s, "scan", "Accept the parcel whose label stands on standard input, and print its over-label");
  scanning->add_option("--over-label", s->over_label, "File for the over-label: the address is in it")->required();
  scanning->add_option("--form", s->form, "a6, 4x6, zpl or png")->capture_default_str();
  scanning->add_option("--language", s->language, "en or ja")->capture_default_str();
  add_passphrase_options(*scanning, s->passphrase);
  scanning->callback([s] { scan(*s); });

  std::shared_ptr<Arguments> m;
  CLI::App* dispatching = step_verb(*group, "dispatch", "Put a parcel on a tour", Step::dispatch, m);
  dispatching->add_option("--tour", m->tour, "Its name; it is opened when there is none")->required();
  dispatching->add_option("--day", m->day, "Its day, 2026-11-28; today by default");
  step_verb(*group, "deliver", "A parcel was delivered, and what is due collected", Step::deliver, m);
  CLI::App* failing = step_verb(*group, "fail", "A parcel was not delivered", Step::fail, m);
  failing->add_option("--reason", m->reason, "nobody-in, address-wrong, no-cash, damaged or refused")->required();
  step_verb(*group, "return", "A parcel is back at the mall's dock", Step::give_back, m);
}

}  // namespace sealcart::cli
