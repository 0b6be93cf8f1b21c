#include "http/message.h"

#include <gtest/gtest.h>

namespace sealcart::http {

TEST(Request, FindsHeadersAndCookies) {
  Request request;
  request.headers = {{"cookie", "a=1; __Host-basket=x=y;b="}, {"accept", "text/html"}, {"cookie", "late=2"}};
  EXPECT_EQ(request.header("accept"), "text/html");
  EXPECT_EQ(request.header("host"), "");
  EXPECT_EQ(request.cookie("a"), "1");
  EXPECT_EQ(request.cookie("__Host-basket"), "x=y");
  EXPECT_EQ(request.cookie("b"), "");
  EXPECT_EQ(request.cookie("late"), "2");
  EXPECT_EQ(request.cookie("basket"), std::nullopt);
  EXPECT_EQ(request.cookie("lat"), std::nullopt);
}

TEST(Response, SetsCookiesThatOnlyThisHostCanRead) {
  Response response;
  set_cookie(response, {"__Host-s", "v", 60, SetCookie::SameSite::strict});
  set_cookie(response, {"__Host-t", "w", std::nullopt, SetCookie::SameSite::lax});
  ASSERT_EQ(response.headers.size(), 2u);
  EXPECT_EQ(response.headers[0].second, "__Host-s=v; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=60");
  EXPECT_EQ(response.headers[1].second, "__Host-t=w; Path=/; Secure; HttpOnly; SameSite=Lax");
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct GoodForm {
  const char* encoded;
  Fields fields;
};

TEST(Form, Decodes) {
  const GoodForm cases[] = {
      {"", {}},
      {"a=1", {{"a", "1"}}},
      {"a=1&&b=2", {{"a", "1"}, {"b", "2"}}},
      {"a", {{"a", ""}}},
      {"a=", {{"a", ""}}},
      {"name=x+y%2Bz", {{"name", "x y+z"}}},
      {"k%20k=v", {{"k k", "v"}}},
      {"t=%E9%9B%AA", {{"t", "\xE9\x9B\xAA"}}},
      {"e=a=b", {{"e", "a=b"}}},
      {"n=%00", {{"n", std::string(1, '\0')}}},
  };
  for (const GoodForm& one : cases) {
    auto form = Form::parse(one.encoded);
    ASSERT_TRUE(form) << one.encoded;
    for (const auto& [name, value] : one.fields) EXPECT_EQ(form->get(name), value) << one.encoded;
    if (one.fields.empty()) {
      EXPECT_FALSE(form->has("")) << one.encoded;
    }
  }
}

TEST(Form, RefusesMalformed) {
  for (const char* bad : {"a=%", "a=%4", "a=%zz", "%=1", "a=1 2", "a=\n", "a=1#b", "a=%4g&b=1"}) {
    EXPECT_FALSE(Form::parse(bad)) << bad;
  }
}

TEST(Form, GivesAllValuesInOrder) {
  auto form = Form::parse("p=1&q=x&p=2");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->get("p"), "1");
  EXPECT_EQ(form->all("p"), (std::vector<std::string_view>{"1", "2"}));
  EXPECT_TRUE(form->has("q"));
  EXPECT_FALSE(form->has("r"));
}

TEST(Form, IsBounded) {
  std::string encoded = "f=1";
  for (int i = 1; i < 256; ++i) encoded += "&f=1";
  EXPECT_TRUE(Form::parse(encoded));
  EXPECT_FALSE(Form::parse(encoded + "&f=1"));
}

}  // namespace sealcart::http
