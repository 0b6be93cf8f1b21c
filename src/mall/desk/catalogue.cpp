// GET /catalogue: the products, found by words, state, kind and low stock.
#include <charconv>

#include "core/amount.h"
#include "desk/frame.h"
#include "mall/desk/endpoints.h"
#include "mall/store/catalogue_desk.h"

namespace sealcart::mall {
namespace {

constexpr std::int64_t rows = 50;

struct Asked {
  store::ProductFilter filter;
  std::string state;                                   // "active", "inactive" or empty
  std::pair<std::int64_t, std::string> after{-1, ""};  // position and sku of the row before
};

Asked parse(const http::Request& request) {
  Asked asked;
  const auto form = http::Form::parse(request.query);
  if (!form) return asked;
  asked.filter.words = form->get("q").substr(0, 200);
  asked.state = form->get("state");
  if (asked.state == "active" || asked.state == "inactive") asked.filter.active = asked.state == "active";
  const std::string_view kind = form->get("kind");
  if (kind == "physical" || kind == "digital") asked.filter.kind = kind;
  asked.filter.low = form->get("low") == "1";
  const std::string_view after = form->get("after");  // "7.sku"
  const std::size_t dot = after.find('.');
  if (dot != std::string_view::npos) {
    std::from_chars(after.data(), after.data() + dot, asked.after.first);
    asked.after.second = after.substr(dot + 1);
  }
  return asked;
}

std::string address_of(const Asked& asked, const std::string& after) {
  return desk::address("/catalogue", {{"q", asked.filter.words},
                                      {"state", asked.state},
                                      {"kind", asked.filter.kind},
                                      {"low", asked.filter.low ? "1" : ""},
                                      {"after", after}});
}

render::Data product_data(const Product& product, bool japanese) {
  render::Data data;
  data.set("sku", product.sku);
  data.set("name", product.name(japanese));
  data.set("price", format(product.price));
  data.set("digital", product.kind == protocol::GoodsKind::digital);
  if (product.stock) data.set("stock", std::to_string(*product.stock));
  data.set("low", product.stock && *product.stock <= store::low_stock);
  data.set("active", product.active);
  if (!product.picture.empty()) data.set("picture", product.picture);
  data.set("unmeasured", product.kind == protocol::GoodsKind::physical && !product.size);
  return data;
}

}  // namespace

Task<http::Response> show_catalogue(Office& office, const http::Request& request, const Session& session) {
  const Asked asked = parse(request);
  const auto found = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::list_products(c, asked.filter, asked.after, rows + 1); });
  const bool japanese = exchange::language(request) == render::Language::ja;
  render::Data data, list{render::Data::type::list};
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows); ++i) {
    list.push_back(product_data(found[i].product, japanese));
  }
  data.set("products", std::move(list));
  data.set("q", asked.filter.words);
  data.set("state_active", asked.state == "active");
  data.set("state_inactive", asked.state == "inactive");
  data.set("kind_physical", asked.filter.kind == "physical");
  data.set("kind_digital", asked.filter.kind == "digital");
  data.set("only_low", asked.filter.low);
  if (asked.after.first >= 0) data.set("newer", address_of(asked, ""));
  if (found.size() > static_cast<std::size_t>(rows)) {
    const Product& last = found[rows - 1].product;
    data.set("older", address_of(asked, std::to_string(last.position) + "." + last.sku));
  }
  co_return desk::page(office.desk, request, session, "catalogue", "catalogue.title", std::move(data));
}

}  // namespace sealcart::mall
