// /digital: what is to be sent as data, and what is on its way (seed S324).
#include <fmt/format.h>
#include <spdlog/logger.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "core/day.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/query.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/pack_digital.h"

namespace sealcart::mall {
namespace {

constexpr std::int64_t rows = 50;
constexpr std::int64_t most_at_once = 200;   // packed by one click
constexpr int patience_milliseconds = 2000;  // then the page says that it goes on

render::Data list_to_send(const Office& office, const http::Request& request, const std::vector<store::ToSend>& found) {
  render::Data list{render::Data::type::list};
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows); ++i) {
    render::Data one;
    one.set("purchase", found[i].purchase);
    one.set("company", desk::partner_name(office.party, found[i].payment.partner));
    one.set("total", format(found[i].total));
    one.set("since", found[i].payment.answered ? time_text(*found[i].payment.answered) : std::string());
    one.set("mixed", found[i].physical);
    one.set("packing", office.packing.contains(found[i].purchase));
    const auto fault = office.unpacked.find(found[i].purchase);
    if (fault != office.unpacked.end()) {
      one.set("problem", desk::fault_text(office.desk, request, fault->second.problem));
      if (!fault->second.sku.empty()) one.set("sku", fault->second.sku);
    }
    list.push_back(std::move(one));
  }
  return list;
}

// What the code of a refusal means, where it has words; else the code, for whoever is asked about it.
std::string problem_text(const Office& office, const std::string& code, render::Language language) {
  const std::string key = "problem." + code + ".heading";
  return office.party.pages.has_word(key) ? office.party.pages.word(key, language) : code;
}

render::Data list_parcels(const Office& office, const std::vector<store::DigitalParcel>& found,
                          render::Language language) {
  render::Data list{render::Data::type::list};
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows); ++i) {
    const store::DigitalParcel& parcel = found[i];
    render::Data one;
    one.set("id", std::to_string(parcel.id));
    one.set("purchase", parcel.purchase);
    one.set("place", fmt::format("{} / {}", parcel.parcel, parcel.parcels));
    one.set("company", desk::partner_name(office.party, parcel.partner));
    one.set("created", time_text(parcel.created));
    one.set("there", parcel.state == "accepted");
    one.set("waiting", parcel.state == "waiting");
    if (parcel.sent > 0) one.set("percent", std::to_string(parcel.sent * 100 / std::max<std::int64_t>(parcel.size, 1)));
    one.set("refused", parcel.state == "refused");
    if (!parcel.fault.empty()) one.set("problem", problem_text(office, parcel.fault, language));
    list.push_back(std::move(one));
  }
  return list;
}

// What one click has packed.
struct Run {
  std::size_t packed, left;
};

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session, std::string said) {
  const http::Form query = desk::query_of(request);
  const std::string after(query.get("after").substr(0, 64));
  const std::int64_t before = desk::row_number(query.get("before"));
  sql::Database& database = office.party.database;
  const auto waiting =
      co_await database.read([&](sql::Connection& c) { return store::purchases_to_send(c, after, rows + 1); });
  const auto count = co_await database.read(store::count_to_send);
  const auto parcels =
      co_await database.read([&](sql::Connection& c) { return store::list_parcels(c, before, rows + 1); });
  render::Data data;
  data.set("count", std::to_string(count));
  data.set("any", count > 0);
  data.set("to_send", list_to_send(office, request, waiting));
  if (waiting.size() > static_cast<std::size_t>(rows)) data.set("next", "/digital?after=" + waiting[rows - 1].purchase);
  data.set("parcels", list_parcels(office, parcels, exchange::language(request)));
  if (before > 0) data.set("newer", "/digital");
  if (parcels.size() > static_cast<std::size_t>(rows)) {
    data.set("older", "/digital?before=" + std::to_string(parcels[rows - 1].id));
  }
  if (!said.empty()) data.set("said", said);
  if (count == 0) office.unpacked.clear();  // what was given back meanwhile is not packed any more
  if (!office.unpacked.empty()) data.set("unpacked", std::to_string(office.unpacked.size()));
  desk::switch_language_at(data, "/digital");
  auto response = desk::page(office.desk, request, session, "digital", "digital.title", std::move(data));
  if (!office.packing.empty()) response.headers.emplace_back("Refresh", "3; url=/digital");
  co_return response;
}

Task<std::vector<store::ToSend>> chosen(Office& office, const http::Form& form) {
  sql::Database& database = office.party.database;
  if (form.get("which") == "all") {
    co_return co_await database.read([](sql::Connection& c) { return store::purchases_to_send(c, "", most_at_once); });
  }
  std::vector<store::ToSend> found;
  for (const std::string_view purchase : form.all("purchase")) {
    auto one = co_await database.read([&](sql::Connection& c) { return store::purchase_to_send(c, purchase); });
    if (one) found.push_back(std::move(*one));
  }
  co_return found;
}

// One after another, in the background: a file of 2 GiB takes longer than a browser waits. `left` counts them down.
Task<void> pack_all(Office& office, std::vector<store::ToSend> what, std::string by, std::shared_ptr<Run> run) {
  const Packer packer{office.party, office.desk.key, office.worker};
  for (const store::ToSend& one : what) {
    std::optional<NotPacked> fault;
    try {
      const auto done = co_await pack_digital(packer, one, by);
      if (done) ++run->packed;
      if (!done && done.error().problem.code != "digital-packed") fault = done.error();
    } catch (const std::exception& thrown) {
      office.party.log.error("packing of {}: {}", one.purchase, thrown.what());
      fault = NotPacked{{500, "packing-failed", "This failed on our side; the log says why. Pack it again."}, {}};
    }
    if (fault) office.unpacked.insert_or_assign(one.purchase, std::move(*fault));
    office.packing.erase(one.purchase);
    --run->left;
  }
}

}  // namespace

Task<http::Response> show_digital(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, {});
}

Task<http::Response> pack_digital(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  auto what = co_await chosen(office, *form);
  std::erase_if(what, [&](const store::ToSend& one) { return !office.packing.insert(one.purchase).second; });
  for (const store::ToSend& one : what) office.unpacked.erase(one.purchase);
  const auto run = std::make_shared<Run>(Run{0, what.size()});
  spawn(pack_all(office, std::move(what), session.operator_name, run));
  for (int waited = 0; run->left > 0 && waited < patience_milliseconds; waited += 20) co_await pause(20);
  const std::string word = run->left > 0 ? "digital.under_way" : "digital.packed";
  const std::string said = office.party.pages.word(word, exchange::language(request)) + " " +
                           std::to_string(run->left > 0 ? run->left : run->packed);
  co_return co_await draw(office, request, session, said);
}

Task<http::Response> retry_digital(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::int64_t id = desk::row_number(form->get("id"));
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) { store::retry_parcel(c, id, now); });
  co_return desk::done("/digital", "digital-retry");
}

}  // namespace sealcart::mall
