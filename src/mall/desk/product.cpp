// /catalogue/new, /catalogue/product/:sku: one product's form. What it holds is checked as a row of a catalogue's file.
#include <algorithm>
#include <array>
#include <map>

#include "core/amount.h"
#include "core/bytes.h"
#include "core/integer.h"
#include "desk/frame.h"
#include "desk/store/audit.h"
#include "mall/desk/column_hint.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/pictures.h"
#include "mall/desk/upload_form.h"
#include "mall/store/catalogue_csv.h"
#include "mall/store/catalogue_desk.h"
#include "mall/store/product_files.h"

namespace sealcart::mall {
namespace {

using store::EditedProduct;

// Named like the columns of the file. price: in the currency's usual notation.
constexpr std::array<render::Name, 12> columns = {"sku",   "name",     "name_ja", "description", "description_ja",
                                                  "price", "currency", "kind",    "stock",       "picture",
                                                  "size",  "weight"};

// A form's values, as typed.
struct Fields {
  std::map<std::string, std::string, std::less<>> values;  // by column
  std::int64_t position = 0;
  bool active = true;
  std::optional<Time> seen;
  std::optional<std::int64_t> stock_seen;

  std::string get(std::string_view column) const {
    const auto at = values.find(column);
    return at == values.end() ? std::string() : at->second;
  }
};

Fields fields_of(const EditedProduct& row) {
  const Product& p = row.product;
  Fields fields{.position = p.position, .active = p.active, .seen = row.updated, .stock_seen = p.stock};
  fields.values = {{"sku", p.sku},
                   {"name", p.name_en},
                   {"name_ja", p.name_ja},
                   {"description", p.description_en},
                   {"description_ja", p.description_ja},
                   {"price", amount_text(p.price)},
                   {"currency", std::string(p.price.currency.code())},
                   {"kind", std::string(protocol::name(p.kind))},
                   {"stock", p.stock ? std::to_string(*p.stock) : ""},
                   {"picture", p.picture}};
  if (p.size) {
    fields.values["size"] = std::to_string(p.size->length_mm) + "x" + std::to_string(p.size->width_mm) + "x" +
                            std::to_string(p.size->height_mm);
    fields.values["weight"] = std::to_string(p.size->weight_g);
  }
  return fields;
}

Fields fields_of(const upload::Form& form) {
  Fields fields{.position = parse_integer(form.text("position")).value_or(0), .active = form.text("active") == "1"};
  for (const render::Name& column : columns) {
    fields.values[std::string(column.text())] = std::string(form.text(column.text()));
  }
  if (const auto seen = parse_integer(form.text("seen"))) fields.seen = Time{*seen};
  fields.stock_seen = parse_integer(form.text("stock_seen"));
  return fields;
}

std::optional<Product> read(const Fields& fields, std::vector<store::CsvFault>& faults) {
  std::vector<std::string> header, values;
  for (const render::Name& column : columns) {
    header.emplace_back(column.text());
    values.push_back(fields.get(column.text()));
  }
  const auto currency = Currency::parse(fields.get("currency"));
  const auto price = currency ? parse_amount(fields.get("price"), *currency) : std::nullopt;
  values[5] = price ? std::to_string(*price) : "";
  auto product = store::read_row(header, values, 1, faults);
  if (!product) return std::nullopt;
  product->position = std::clamp<std::int64_t>(fields.position, 0, 1'000'000);
  product->active = fields.active;
  return product;
}

struct Drawing {
  Fields fields;
  std::vector<store::CsvFault> faults;
  std::string fault;                                       // key of a word
  std::vector<std::pair<std::string, std::string>> typed;  // column and value that were not taken
  int status = 200;
};

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session, Drawing drawing) {
  const render::Language language = exchange::language(request);
  const auto& pages = office.party.pages;
  const auto pictures = co_await office.party.database.read(store::list_pictures);
  const std::string sku = drawing.fields.get("sku");
  const auto file =
      co_await office.party.database.read([&](sql::Connection& c) { return store::product_file(c, sku); });
  render::Data data, list{render::Data::type::list}, faults{render::Data::type::list}, typed{render::Data::type::list};
  for (const render::Name& column : columns) data.set(column, drawing.fields.get(column.text()));
  for (const store::PictureInfo& picture : pictures) {
    render::Data one;
    one.set("name", picture.name);
    one.set("chosen", picture.name == drawing.fields.get("picture"));
    list.push_back(std::move(one));
  }
  const auto label = [&](const std::string& column) { return pages.word("product." + column, language); };
  for (const store::CsvFault& fault : drawing.faults) {
    render::Data one;
    one.set("column", label(fault.column));
    one.set("hint", pages.word(hint_of(fault.column), language));
    faults.push_back(std::move(one));
  }
  for (const auto& [column, value] : drawing.typed) {
    render::Data one;
    one.set("column", label(column));
    one.set("value", value);
    typed.push_back(std::move(one));
  }
  data.set("pictures", std::move(list));
  data.set("faults", std::move(faults));
  data.set("typed", std::move(typed));
  data.set("digital", drawing.fields.get("kind") == "digital");
  if (file) {
    data.set("file", file->name);
    data.set("file_size", bytes_text(file->size));
  }
  data.set("position", std::to_string(drawing.fields.position));
  data.set("active", drawing.fields.active);
  if (drawing.fields.seen) data.set("seen", std::to_string(drawing.fields.seen->seconds));
  if (drawing.fields.stock_seen) data.set("stock_seen", std::to_string(*drawing.fields.stock_seen));
  if (!drawing.fault.empty()) data.set("fault", pages.word(drawing.fault, language));
  desk::switch_language_at(data,
                           drawing.fields.seen ? "/catalogue/product/" + drawing.fields.get("sku") : "/catalogue/new");
  co_return desk::page(office.desk, request, session, "product", "product.title", std::move(data), drawing.status);
}

// The form again with what the product says now, and beside it what was typed.
Task<http::Response> draw_changed(Office& office, const http::Request& request, const Session& session,
                                  const Fields& typed) {
  const std::string sku = typed.get("sku");
  const auto now = co_await office.party.database.read([&](sql::Connection& c) { return store::find_product(c, sku); });
  Drawing drawing{.fields = now ? fields_of(*now) : typed, .fault = "product.changed", .status = 409};
  if (!now) drawing.fields.seen.reset();
  for (const render::Name& column : columns) {
    const std::string value = typed.get(column.text());
    if (value != drawing.fields.get(column.text())) drawing.typed.emplace_back(column.text(), value);
  }
  co_return co_await draw(office, request, session, std::move(drawing));
}

}  // namespace

Task<http::Response> new_product(Office& office, const http::Request& request, const Session& session) {
  Drawing drawing;
  drawing.fields.values = {{"currency", "JPY"}, {"kind", "physical"}};
  co_return co_await draw(office, request, session, std::move(drawing));
}

Task<http::Response> show_product(Office& office, const http::Request& request, const Session& session) {
  const std::string sku = request.captures.at(0);
  const auto found =
      co_await office.party.database.read([&](sql::Connection& c) { return store::find_product(c, sku); });
  if (!found) {
    co_return desk::problem_page(office.desk, request, session, {404, "not-found", "There is no such product."});
  }
  Drawing drawing{.fields = fields_of(*found)};
  co_return co_await draw(office, request, session, std::move(drawing));
}

Task<http::Response> edit_product(Office& office, const http::Request& request, const Session& session) {
  const auto form = own_upload(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  Drawing drawing{.fields = fields_of(*form)};
  std::optional<store::Picture> picture;
  if (const upload::Part* file = form->file("picture_file"); file != nullptr && !file->bytes.empty()) {
    picture = picture_for(drawing.fields.get("sku"), file->bytes);
    if (!picture) drawing.faults.push_back({1, "picture", "will not do"});
    if (picture) drawing.fields.values["picture"] = picture->name;
  }
  auto product = read(drawing.fields, drawing.faults);
  if (!drawing.faults.empty()) {
    drawing.fault = "product.faults";
    drawing.status = 422;
    co_return co_await draw(office, request, session, std::move(drawing));
  }
  const Time now = office.party.clock.now();
  const store::ProductEdit edit{*product, drawing.fields.seen, drawing.fields.stock_seen};
  const bool saved = co_await office.party.database.write([&](sql::Connection& c) {
    if (!store::edit_product(c, edit, now)) return false;
    if (picture) store::add_picture(c, *picture);
    desk::store::append_audit(c, now, session.operator_name, edit.seen ? "product-edit" : "product-add",
                              edit.product.sku, "");
    return true;
  });
  if (!saved) co_return co_await draw_changed(office, request, session, drawing.fields);
  co_return desk::done("/catalogue/product/" + product->sku, "product");
}

}  // namespace sealcart::mall
