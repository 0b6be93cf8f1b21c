#include "render/pages.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include "render/embedded.h"
#include "render/template.h"
#include "render/words.h"

namespace sealcart::render {
namespace {

// Pages that are drawn together, and the sources in which their words may be named.
struct Site {
  std::vector<std::string> folders;  // under web/, as Pages takes them
  std::vector<std::string> sources;  // under src/
  std::vector<std::string> with_shared() const {
    std::vector<std::string> all = folders;
    all.emplace_back("shared");
    return all;
  }
};
const Site sites[] = {{{"mall"}, {"mall/web", "exchange"}},
                      {{"credit"}, {"credit/web", "exchange"}},
                      {{"shipping"}, {"shipping/web", "exchange"}},
                      {{"mall_desk", "desk"}, {"mall/desk", "desk", "exchange"}},
                      {{"credit_desk", "desk"}, {"credit/desk", "desk", "exchange"}},
                      {{"shipping_desk", "desk"}, {"shipping/desk", "desk", "exchange"}},
                      {{"demo"}, {"cli", "exchange"}}};
constexpr Language languages[] = {Language::en, Language::ja};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

Data list(const Data& item) {
  Data items{Data::type::list};
  items.push_back(item);
  return items;
}

TEST(Template, EscapesWhatItIsGiven) {
  Data data;
  data.set("x", "<a href=\"'\">&");
  EXPECT_EQ(Template("<p>{{x}}|{{{x}}}").draw(data), "<p>&lt;a href=&quot;&#39;&quot;&gt;&amp;|<a href=\"'\">&");
}

TEST(Template, DrawsSectionsListsAndDottedNames) {
  const Template page(
      "{{#items}}[{{name}} of {{shop.name}}]{{/items}}{{^items}}none{{/items}}{{#shown}} yes {{/shown}}.");
  Data data;
  EXPECT_EQ(page.draw(data), "none.");
  Data item;
  item.set("name", "tea");
  Data shop;
  shop.set("name", "Kiln");
  data.set("items", list(item));
  data.set("shop", shop);
  data.set("shown", true);
  EXPECT_EQ(page.draw(data), "[tea of Kiln] yes .");
}

TEST(Template, DrawsEachOfAListOfTexts) {
  Data data;
  Data names{Data::type::list};
  names.push_back("a");
  names.push_back("<b>");
  data.set("names", names);
  EXPECT_EQ(Template("{{#names}}({{.}}){{/names}}").draw(data), "(a)(&lt;b&gt;)");
}

TEST(Template, TakesAnEmptyTextForThereAndFalseForAbsent) {
  const Template page("{{#x}}yes{{/x}}{{^x}}no{{/x}}");
  Data data;
  data.set("x", "");
  EXPECT_EQ(page.draw(data), "yes");
  data.set("x", false);
  EXPECT_EQ(page.draw(data), "no");
  data.set("x", Data(Data::type::list));
  EXPECT_EQ(page.draw(data), "no");
}

TEST(Template, LooksNamesUpFromTheInnermostSection) {
  Data inner;
  inner.set("name", "inner");
  Data data;
  data.set("name", "outer");
  data.set("items", list(inner));
  data.set("other", list(Data()));
  EXPECT_EQ(Template("{{#items}}{{name}}{{/items}} {{#other}}{{name}}{{/other}}").draw(data), "inner outer");
}

TEST(Template, KeepsFixedTextAsItIs) {
  EXPECT_EQ(Template("a  b\n c { } }} d").draw(Data()), "a  b\n c { } }} d");
  EXPECT_EQ(Template("").draw(Data()), "");
}

TEST(Template, RefusesWhatIsMalformed) {
  EXPECT_THROW(Template("{{#a}}"), std::logic_error);
  EXPECT_THROW(Template("{{a"), std::logic_error);
  EXPECT_THROW(Template("{{#a}}{{/b}}"), std::logic_error);
  EXPECT_THROW(Template("{{/a}}"), std::logic_error);
  EXPECT_THROW(Template("{{}}"), std::logic_error);
}

TEST(Template, DrawsTheSameFromManyThreads) {
  const Template page("{{#items}}<li>{{name}} {{name}}</li>{{/items}}");
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n) {
    threads.emplace_back([&page, &wrong, n] {
      Data item;
      item.set("name", std::to_string(n));
      Data data;
      data.set("items", list(item));
      const std::string right = fmt::format("<li>{} {}</li>", n, n);
      for (int i = 0; i < 500; ++i) wrong += page.draw(data) != right;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Words, StopAtAMissingKey) {
  const Words words({"mall", "shared"}, Language::en);
  EXPECT_EQ(words.at("catalogue.settlement"), "To Settlement");
  EXPECT_THROW(words.at("catalogue.nothing"), std::logic_error);
  EXPECT_THROW(Words({"nobody"}, Language::en), std::logic_error);
}

TEST(Words, FillReplacesEachKey) {
  const auto find = [](std::string_view name) { return name == "a" ? std::string("1") : std::string("two"); };
  EXPECT_EQ(fill("x [[a]][[b]] [y]", find), "x 1two [y]");
  EXPECT_THROW(fill("[[a", find), std::logic_error);
}

TEST(Pages, SayTheWordsOfTheLanguage) {
  const Pages pages({"mall"});
  EXPECT_EQ(pages.word("confirm.cancel", Language::en), "Cancel");
  EXPECT_EQ(pages.word("confirm.cancel", Language::ja), "キャンセル");
  EXPECT_THROW(pages.word("confirm.nothing", Language::en), std::logic_error);
  EXPECT_TRUE(pages.has_word("problem.sold-out.advice"));
  EXPECT_FALSE(pages.has_word("problem.nothing.advice"));
}

TEST(Pages, WrapPagesAndNotFragments) {
  const Pages pages({"mall"});
  Data data;
  data.set("party_name", "Kiln & Leaf");
  data.set("total", "¥3,015");
  data.set("items_count", "2");
  const std::string page = pages.draw("confirm", Language::ja, data);
  EXPECT_TRUE(page.starts_with("<!doctype html>\n<html lang=\"ja\">"));
  EXPECT_TRUE(contains(page, "<title>確認 – Kiln &amp; Leaf</title>"));
  EXPECT_TRUE(contains(page, "value=\"en\" lang=\"en\">English<"));
  EXPECT_TRUE(contains(page, "¥3,015"));
  const std::string fragment = pages.draw("_confirm", Language::en, data);
  EXPECT_FALSE(contains(fragment, "<html"));
  EXPECT_TRUE(contains(fragment, "¥3,015"));
  EXPECT_TRUE(contains(page, "class=\"confirm\""));
}

TEST(Pages, TakeTheTitleThatIsGiven) {
  const Pages pages({"credit"});
  Data data;
  data.set("title", "Sold out <meanwhile>");
  EXPECT_TRUE(contains(pages.draw("problem", Language::en, data), "<title>Sold out &lt;meanwhile&gt; – "));
}

TEST(Pages, LoadAgainOnlyWhenAsked) {
  const Pages pages({"mall"});
  Data data;
  EXPECT_FALSE(contains(pages.draw("purchase", Language::en, data), "http-equiv=\"refresh\""));
  data.set("refresh", true);
  EXPECT_TRUE(contains(pages.draw("purchase", Language::en, data), "http-equiv=\"refresh\""));
}

// A page must work under script-src 'self'; style-src 'self'; img-src 'self', and show each reader one heading.
TEST(Pages, HoldNothingInlineAndOneHeading) {
  const std::regex inline_style("<style|\\sstyle=|\\son[a-z]+=\"|javascript:|data:|<script(?![^>]*\\ssrc=)");
  each_embedded([&](std::string_view path, std::string_view content) {
    if (!path.ends_with(".mustache")) return;
    EXPECT_FALSE(std::regex_search(std::string(content), inline_style)) << path;
  });
  const Name states[] = {"ok", "no", "ng"};
  for (const auto& [party, page] : {std::pair("mall", "returned"), {"credit", "result"}, {"shipping", "result"}}) {
    for (const Name& state : states) {
      Data data;
      data.set(state, true);
      const std::string drawn = Pages({party}).draw(page, Language::en, data);
      const std::size_t first = drawn.find("<h1");
      EXPECT_NE(first, std::string::npos) << page << ' ' << state.text();
      EXPECT_EQ(drawn.find("<h1", first + 1), std::string::npos) << page << ' ' << state.text();
    }
  }
  const Name by_card[] = {"pay_pending", "pay_expired", "pay_ok", "pay_no", "pay_ng"};
  const Name at_door[] = {"ship_pending", "ship_expired", "ship_ok", "ship_no", "ship_ng"};
  for (const Name& paying : {Name("by_card"), Name("at_door")}) {
    for (const Name& state : paying == Name("by_card") ? by_card : at_door) {
      Data data;
      data.set(paying, true);
      data.set(state, true);
      const std::string drawn = Pages({"mall"}).draw("purchase", Language::en, data);
      const std::size_t first = drawn.find("<h1");
      EXPECT_NE(first, std::string::npos) << state.text();
      EXPECT_EQ(drawn.find("<h1", first + 1), std::string::npos) << state.text();
    }
  }
}

std::string sources(const Site& site) {
  const std::filesystem::path root = std::filesystem::path(SEALCART_SOURCE) / "src";
  std::string text;
  for (const std::string& folder : site.sources) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".cpp" || entry.path().string().ends_with("_test.cpp")) continue;
      std::ifstream file(entry.path());
      text += (std::stringstream() << file.rdbuf()).str();
    }
  }
  return text;
}

// Keys that the templates of `folder` name, with the titles that the layout takes.
std::set<std::string> template_keys(std::string_view folder) {
  std::set<std::string> keys;
  each_embedded([&](std::string_view path, std::string_view content) {
    const std::string prefix = fmt::format("web/{}/", folder);
    if (!path.starts_with(prefix) || !path.ends_with(".mustache")) return;
    const std::string page(path.substr(prefix.size(), path.rfind('.') - prefix.size()));
    if (page[0] != '_' && page != "layout") keys.insert(page + ".title");
    fill(content, [&](std::string_view name) {
      if (!name.starts_with("asset ") && name != "title") keys.insert(std::string(name));
      return std::string();
    });
  });
  return keys;
}

TEST(Words, AreTheSameInBothLanguagesAndNeverEmpty) {
  for (const Site& site : sites) {
    const std::string& party = site.folders.front();
    const Words en(site.with_shared(), Language::en);
    const Words ja(site.with_shared(), Language::ja);
    for (const auto& [key, text] : en.all()) {
      EXPECT_TRUE(ja.all().contains(key)) << party << ": " << key << " is missing in Japanese";
      EXPECT_FALSE(text.empty()) << key;
    }
    for (const auto& [key, text] : ja.all()) {
      EXPECT_TRUE(en.all().contains(key)) << party << ": " << key << " is missing in English";
      EXPECT_FALSE(text.empty()) << key;
    }
  }
}

TEST(Words, HoldTheSameVariablesInBothLanguages) {
  const std::regex variable("\\{\\{[^}]*\\}\\}");
  const auto variables = [&](const std::string& text) {
    return std::multiset<std::string>(std::sregex_token_iterator(text.begin(), text.end(), variable),
                                      std::sregex_token_iterator());
  };
  for (const Site& site : sites) {
    const Words en(site.with_shared(), Language::en);
    const Words ja(site.with_shared(), Language::ja);
    for (const auto& [key, text] : en.all()) EXPECT_EQ(variables(text), variables(ja.at(key))) << key;
  }
}

// Whether a source names a key. Words for acts of the audit log and for their reasons, for services and for what was
// done are looked up by the act ("tour-close", or "parcel-" with what is done to it; "why.scan.2" is the second of
// "scan"), by the service and by what desk::done() is given.
bool names(const std::string& code, const std::string& key) {
  const auto literal = [&](std::string_view text) { return contains(code, fmt::format("\"{}\"", text)); };
  if (key.starts_with("service.")) return literal("service.");
  if (key.starts_with("said.")) return literal(key) || literal(key.substr(std::string_view("said.").size()));
  if (!key.starts_with("action.") && !key.starts_with("why.")) return literal(key);
  const std::size_t begin = key.find('.') + 1;
  const std::string act = key.substr(begin, key.find('.', begin) - begin);
  const std::size_t dash = act.rfind('-');
  return literal(act) || (dash != std::string::npos && literal(act.substr(0, dash + 1)));
}

// A key is used when a template or a source names it; those of problems are put together from the problem's code or
// status.
TEST(Words, AreAllUsed) {
  std::set<std::string> used = template_keys("shared");
  for (const Site& site : sites) {
    for (const std::string& folder : site.folders) used.merge(template_keys(folder));
  }
  used.insert("language.name");
  for (const Site& site : sites) {
    const std::string& party = site.folders.front();
    const std::string code = sources(site);
    const Words words(site.with_shared(), Language::en);
    for (const auto& [key, text] : words.all()) {
      const bool of_a_problem = key.ends_with(".heading") || key.ends_with(".advice");
      if (used.contains(key) || (key.starts_with("problem.") && of_a_problem)) continue;
      EXPECT_TRUE(names(code, key)) << party << ": nobody uses " << key;
    }
  }
}

// Those of the templates are there, or Pages would not start; the sources name theirs as text.… and page.title.
TEST(Words, ThatSourcesNameAreThere) {
  const std::regex key("\"((?:text\\.[a-z-]+)|(?:[a-z]+\\.title))\"");
  for (const Site& site : sites) {
    const std::string& party = site.folders.front();
    const std::string code = sources(site);
    const Words words(site.with_shared(), Language::en);
    int found = 0;
    for (std::sregex_iterator at(code.begin(), code.end(), key), end; at != end; ++at, ++found) {
      EXPECT_TRUE(words.all().contains((*at)[1].str())) << party << ": no word " << (*at)[1];
    }
    EXPECT_GT(found, 0) << party;
  }
}

TEST(Words, GiveEveryProblemAHeadingAndAnAdvice) {
  const Words words({"mall", "shared"}, Language::en);
  for (const auto& [key, text] : words.all()) {
    if (!key.starts_with("problem.") || !key.ends_with(".heading")) continue;
    EXPECT_NO_THROW(words.at(key.substr(0, key.size() - std::string_view("heading").size()) + "advice")) << key;
  }
  for (const int status : {400, 403, 404, 405, 409, 410, 411, 413, 429, 500, 502, 503}) {
    EXPECT_NO_THROW(words.at(fmt::format("problem.{}.heading", status))) << status;
  }
}

TEST(Asset, HasTypeAndTagOfItsContent) {
  const Asset* style = asset("shared/style.css");
  ASSERT_NE(style, nullptr);
  EXPECT_EQ(style->type, "text/css; charset=utf-8");
  EXPECT_EQ(style->bytes, *embedded("web/shared/style.css"));
  EXPECT_TRUE(std::regex_match(std::string(style->etag), std::regex("\"[0-9a-f]{16}\""))) << style->etag;
  EXPECT_EQ(asset("shared/style.css")->etag.data(), style->etag.data());
  ASSERT_NE(asset("mall/style.css"), nullptr);
  EXPECT_NE(asset("mall/style.css")->etag, style->etag);
}

TEST(Asset, IsOnlyWhatBrowsersLoad) {
  EXPECT_EQ(asset("shared/layout.mustache"), nullptr);
  EXPECT_EQ(asset("shared/words.en.json"), nullptr);
  EXPECT_EQ(asset("../sql/mall/1.sql"), nullptr);
  EXPECT_EQ(asset(""), nullptr);
}

TEST(Pages, LinkAssetsByTheirContent) {
  const std::string page = Pages({"credit"}).draw("home", Language::en, Data());
  const std::string_view etag = asset("credit/style.css")->etag;
  EXPECT_TRUE(contains(page, fmt::format("/assets/credit/style.css?v={}\"", etag.substr(1, etag.size() - 2))));
}

}  // namespace
}  // namespace sealcart::render
