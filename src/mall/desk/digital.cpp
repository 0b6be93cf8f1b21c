// /digital: what is to be sent as data, and what is on its way (seed S324).
#include <fmt/format.h>

#include <charconv>

#include "desk/frame.h"
#include "desk/partner_data.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/pack_digital.h"

namespace sealcart::mall {
namespace {

constexpr std::int64_t rows = 50;
constexpr std::int64_t most_at_once = 200;  // packed by one click

std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

render::Data list_to_send(const Office& office, const std::vector<store::ToSend>& found) {
  render::Data list{render::Data::type::list};
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows); ++i) {
    render::Data one;
    one.set("purchase", found[i].purchase);
    one.set("company", desk::partner_name(office.party, found[i].payment.partner));
    one.set("total", format(found[i].total));
    one.set("since", found[i].payment.answered ? desk::time_text(*found[i].payment.answered) : std::string());
    one.set("mixed", found[i].physical);
    list.push_back(std::move(one));
  }
  return list;
}

render::Data list_parcels(const Office& office, const std::vector<store::DigitalParcel>& found) {
  render::Data list{render::Data::type::list};
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows); ++i) {
    const store::DigitalParcel& parcel = found[i];
    render::Data one;
    one.set("id", std::to_string(parcel.id));
    one.set("purchase", parcel.purchase);
    one.set("place", fmt::format("{} / {}", parcel.parcel, parcel.parcels));
    one.set("company", desk::partner_name(office.party, parcel.partner));
    one.set("created", desk::time_text(parcel.created));
    one.set("there", parcel.state == "accepted");
    one.set("waiting", parcel.state == "waiting");
    one.set("refused", parcel.state == "refused");
    one.set("problem", parcel.fault);
    list.push_back(std::move(one));
  }
  return list;
}

struct Said {
  std::string text, fault;
};

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session, Said said) {
  const auto query = http::Form::parse(request.query);
  const std::string after(query ? query->get("after").substr(0, 64) : std::string_view());
  const std::int64_t before = number_of(query ? query->get("before") : std::string_view());
  sql::Database& database = office.party.database;
  const auto waiting =
      co_await database.read([&](sql::Connection& c) { return store::purchases_to_send(c, after, rows + 1); });
  const auto count = co_await database.read(store::count_to_send);
  const auto parcels =
      co_await database.read([&](sql::Connection& c) { return store::list_parcels(c, before, rows + 1); });
  render::Data data;
  data.set("count", std::to_string(count));
  data.set("any", count > 0);
  data.set("to_send", list_to_send(office, waiting));
  if (waiting.size() > static_cast<std::size_t>(rows)) data.set("next", "/digital?after=" + waiting[rows - 1].purchase);
  data.set("parcels", list_parcels(office, parcels));
  if (before > 0) data.set("newer", "/digital");
  if (parcels.size() > static_cast<std::size_t>(rows)) {
    data.set("older", "/digital?before=" + std::to_string(parcels[rows - 1].id));
  }
  if (!said.text.empty()) data.set("said", said.text);
  if (!said.fault.empty()) data.set("fault", said.fault);
  data.set("language_action", "/language");
  data.set("language_back", "/digital");
  co_return desk::page(office.desk, request, session, "digital", "digital.title", std::move(data));
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

// Clears what it set, also when packing throws.
class Mark {
 public:
  Mark(std::set<std::string>& marked, const std::string& purchase)
      : marked_(marked), purchase_(purchase), mine_(marked.insert(purchase).second) {}
  ~Mark() {
    if (mine_) marked_.erase(purchase_);
  }
  Mark(const Mark&) = delete;
  Mark& operator=(const Mark&) = delete;
  bool mine() const { return mine_; }

 private:
  std::set<std::string>& marked_;
  const std::string purchase_;
  const bool mine_;
};

}  // namespace

Task<http::Response> show_digital(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, {});
}

Task<http::Response> pack_digital(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const render::Language language = exchange::language(request);
  const auto what = co_await chosen(office, *form);
  int packed = 0;
  Said said;
  for (const store::ToSend& one : what) {
    const Mark mark(office.packing, one.purchase);
    if (!mark.mine()) continue;
    const Packer packer{office.party, office.desk.key, office.worker};
    const auto done = co_await pack_digital(packer, one, session.operator_name);
    if (done) {
      ++packed;
    } else if (done.error().code != "digital-packed") {
      said.fault += (said.fault.empty() ? "" : " ") + one.purchase + ": " + done.error().detail;
    }
  }
  if (packed > 0 || said.fault.empty()) {
    said.text = office.party.pages.word("digital.packed", language) + " " + std::to_string(packed);
  }
  co_return co_await draw(office, request, session, std::move(said));
}

Task<http::Response> retry_digital(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::int64_t id = number_of(form->get("id"));
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) { store::retry_parcel(c, id, now); });
  co_return http::Response::redirect("/digital");
}

}  // namespace sealcart::mall
