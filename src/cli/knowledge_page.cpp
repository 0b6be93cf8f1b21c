#include "cli/knowledge_page.h"

#include <fmt/format.h>

#include <iostream>

#include "core/day.h"
#include "render/pages.h"

namespace sealcart::cli {
namespace {

constexpr std::size_t shown_characters = 48;  // of a long value

render::Language language_of(const http::Request& request) {
  const auto query = http::Form::parse(request.query);
  return render::language(query ? query->get("lang") : std::string_view(), request.header("accept-language"));
}

std::string shortened(const std::string& text) {
  if (text.size() <= shown_characters) return text;
  std::size_t end = shown_characters;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not inside a character
  return fmt::format("{}… ({} bytes)", text.substr(0, end), text.size());
}

render::Data values_data(const PartyKnowledge& party, Fact fact) {
  render::Data list{render::Data::type::list};
  for (const KnownValue& value : party.values) {
    if (value.fact != fact) continue;
    render::Data one;
    one.set("column", value.column.table + "." + value.column.column);
    one.set("value", shortened(value.column.value));
    one.set("sealed", value.sealed);
    one.set("allowed", value.allowed);
    list.push_back(std::move(one));
  }
  return list;
}

render::Data searches_data(const PartyKnowledge& party, Fact fact) {
  render::Data list{render::Data::type::list};
  for (const Search& search : party.searches) {
    if (search.fact != fact) continue;
    render::Data one;
    one.set("text", search.text);
    one.set("found", search.found);
    one.set("kilobytes", std::to_string(search.bytes / 1024));
    list.push_back(std::move(one));
  }
  return list;
}

// One row of the privacy table: what each party holds of the fact, and what a thief of its files finds of it.
render::Data fact_data(const render::Pages& pages, render::Language language, const Knowledge& knowledge, Fact fact) {
  render::Data row, cells{render::Data::type::list};
  row.set("fact", pages.word(word_key(fact), language));
  row.set("rule", pages.word(rule_key(fact), language));
  for (const PartyKnowledge& party : knowledge.parties) {
    render::Data cell;
    cell.set("party", party.name);
    cell.set("values", values_data(party, fact));
    cell.set("searches", searches_data(party, fact));
    cells.push_back(std::move(cell));
  }
  row.set("cells", std::move(cells));
  return row;
}

render::Data texts_data(const std::vector<std::string>& texts) {
  render::Data list{render::Data::type::list};
  for (const std::string& text : texts) list.push_back(text);
  return list;
}

}  // namespace

struct KnowledgePage::Impl {
  std::vector<KnowledgePlace> places;
  render::Pages pages{{"demo"}};
  http::Loops loops{1};
  std::unique_ptr<http::Server> server;

  http::Response draw(const http::Request& request, std::string_view name, std::string_view title, render::Data data,
                      int status = 200) const {
    const render::Language language = language_of(request);
    data.set("title", pages.word(title, language));
    data.set("party_name", pages.word("demo.name", language));
    data.set("here", request.path);
    http::Response response;
    response.status = status;
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = pages.draw(name, language, data);
    return response;
  }

  http::Response list(const http::Request& request) const {
    render::Data data, purchases{render::Data::type::list};
    for (const PurchaseListed& each : list_purchases(places)) {
      render::Data one;
      one.set("number", each.number);
      one.set("state", each.state);
      one.set("total", each.total);
      one.set("created", time_text({each.created}));
      purchases.push_back(std::move(one));
    }
    data.set("purchases", std::move(purchases));
    return draw(request, "purchases", "purchases.title", std::move(data));
  }

  http::Response one(const http::Request& request) const {
    const Knowledge knowledge = look_at(places, request.captures.at(0));
    const render::Language language = language_of(request);
    render::Data data, facts{render::Data::type::list}, parties{render::Data::type::list};
    for (const Fact fact : {Fact::products, Fact::amount, Fact::size, Fact::customer, Fact::addressee}) {
      facts.push_back(fact_data(pages, language, knowledge, fact));
    }
    for (const PartyKnowledge& party : knowledge.parties) {
      render::Data each;
      each.set("name", party.name);
      each.set("values", values_data(party, Fact::number));
      each.set("log", texts_data(party.log_lines));
      parties.push_back(std::move(each));
    }
    data.set("facts", std::move(facts));
    data.set("number", knowledge.purchase);
    data.set("truth", texts_data(knowledge.truth));
    data.set("parties", std::move(parties));
    return draw(request, "knowledge", "knowledge.title", std::move(data), knowledge.parties.empty() ? 404 : 200);
  }

  static http::Response asset(const http::Request& request) {
    const render::Asset* found = render::asset(request.captures[0] + "/" + request.captures[1]);
    http::Response response;
    response.status = found == nullptr ? 404 : 200;
    if (found != nullptr) {
      response.content_type = found->type;
      response.body = found->bytes;
    }
    return response;
  }

  std::vector<http::Route> routes() {
    using http::Method, http::Request, http::Response;
    return {{Method::get, "/", [this](const Request& r) -> Task<Response> { co_return list(r); }},
            {Method::get, "/purchase/:number", [this](const Request& r) -> Task<Response> { co_return one(r); }},
            {Method::get, "/assets/:folder/:file", [](const Request& r) -> Task<Response> { co_return asset(r); }}};
  }
};

KnowledgePage::KnowledgePage(std::vector<KnowledgePlace> places, std::uint16_t port, const http::TlsFiles& tls)
    : impl_(std::make_unique<Impl>()) {
  impl_->places = std::move(places);
  impl_->server = std::make_unique<http::Server>(
      impl_->loops, http::Listen{.port = port, .tls = tls, .routes = impl_->routes()},
      http::Hooks{.warn = [](const std::string& text) { std::cerr << text << std::endl; }});
}

KnowledgePage::~KnowledgePage() {
  impl_->server->stop();
  impl_->loops.stop();
  impl_->loops.join();
}

}  // namespace sealcart::cli
