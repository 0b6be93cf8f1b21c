// /catalogue/import, /catalogue/export: the catalogue as a CSV file. A file with a fault changes nothing.
#include "desk/frame.h"
#include "desk/store/audit.h"
#include "mall/desk/column_hint.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/upload_form.h"
#include "mall/store/catalogue.h"
#include "mall/store/catalogue_csv.h"

namespace sealcart::mall {
namespace {

constexpr std::size_t most_faults_shown = 100;

// The file's faults are told in English, with what stands there. In Japanese it is said what may stand there.
std::string what_of(const Office& office, const store::CsvFault& fault, render::Language language) {
  if (language == render::Language::en) return fault.what;
  if (fault.column.empty()) return office.party.pages.word("import.row_form", language);
  if (fault.line == 1) return office.party.pages.word("import.header_form", language);
  return office.party.pages.word(hint_of(fault.column), language);
}

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session,
                          std::vector<store::CsvFault> faults) {
  render::Data data, list{render::Data::type::list};
  for (std::size_t i = 0; i < faults.size() && i < most_faults_shown; ++i) {
    render::Data one;
    one.set("line", std::to_string(faults[i].line));
    one.set("column", faults[i].column);
    one.set("what", what_of(office, faults[i], exchange::language(request)));
    list.push_back(std::move(one));
  }
  data.set("faults", std::move(list));
  data.set("wrong", !faults.empty());
  data.set("count", std::to_string(faults.size()));
  if (request.query.starts_with("done=")) {
    data.set("done", std::string(request.query.substr(5, 10)));
  }
  desk::switch_language_at(data, "/catalogue/import");
  co_return desk::page(office.desk, request, session, "import", "import.title", std::move(data),
                       faults.empty() ? 200 : 422);
}

}  // namespace

Task<http::Response> show_import(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, {});
}

Task<http::Response> import_catalogue(Office& office, const http::Request& request, const Session& session) {
  const auto form = own_upload(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const upload::Part* file = form->file("file");
  store::CsvCatalogue csv = store::read_csv(file == nullptr ? std::string_view() : file->bytes);
  const auto known = co_await office.party.database.read(store::picture_hashes);
  for (std::size_t i = 0; i < csv.products.size(); ++i) {
    const std::string& picture = csv.products[i].picture;
    if (picture.empty() || known.contains(picture)) continue;
    csv.faults.push_back({csv.lines[i], "picture", "'" + picture + "' is not there yet: add it to the pictures first"});
  }
  if (!csv.faults.empty()) co_return co_await draw(office, request, session, std::move(csv.faults));
  const bool replace = form->text("replace") == "1";
  const Time now = office.party.clock.now();
  const std::string count = std::to_string(csv.products.size());
  co_await office.party.database.write([&](sql::Connection& c) {
    store::import_catalogue(c, csv.products, {}, replace, now);
    desk::store::append_audit(c, now, session.operator_name, "catalogue-import", "",
                              count + (replace ? " products, no others" : " products"));
  });
  co_return http::Response::redirect("/catalogue/import?done=" + count);
}

Task<http::Response> export_catalogue(Office& office, const http::Request&, const Session&) {
  const auto products = co_await office.party.database.read(store::products);
  co_return desk::file(store::write_csv(products), "text/csv; charset=utf-8", "catalogue.csv", true);
}

}  // namespace sealcart::mall
