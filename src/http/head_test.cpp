#include "http/head.h"

#include <gtest/gtest.h>

namespace sealcart::http {

static std::string head_of(const Response& response, Framing framing = {}) {
  std::string out;
  framing.date = "Thu, 01 Jan 1970 00:00:00 GMT";
  EXPECT_TRUE(write_head(out, response, framing));
  return out;
}

TEST(Head, HasEverySecurityHeader) {
  Framing framing;
  framing.length = 2;
  EXPECT_EQ(head_of(Response{}, framing),
            "HTTP/1.1 200 OK\r\n"
            "Strict-Transport-Security: max-age=63072000\r\n"
            "Referrer-Policy: no-referrer\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Cross-Origin-Opener-Policy: same-origin\r\n"
            "Cross-Origin-Resource-Policy: same-origin\r\n"
            "Permissions-Policy: camera=(), microphone=(), geolocation=()\r\n"
            "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'\r\n"
            "Cache-Control: no-store\r\n"
            "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
            "Content-Type: text/html; charset=utf-8\r\n"
            "Content-Length: 2\r\n"
            "\r\n");
}

TEST(Head, LetsAHandlersOwnHeaderWin) {
  Response response;
  response.headers = {{"cache-control", "max-age=60"}, {"Content-Security-Policy", "default-src 'none'"}};
  std::string head = head_of(response);
  EXPECT_EQ(head.find("no-store"), std::string::npos);
  EXPECT_NE(head.find("cache-control: max-age=60\r\n"), std::string::npos);
  EXPECT_EQ(head.find("script-src"), std::string::npos);
  EXPECT_NE(head.find("nosniff"), std::string::npos);
}

TEST(Head, AddsFormTargetsToThePolicy) {
  Response response;
  response.form_targets = {"https://credit-a.localhost:8443", "https://credit-b.localhost"};
  EXPECT_NE(head_of(response).find("form-action 'self' https://credit-a.localhost:8443 https://credit-b.localhost\r\n"),
            std::string::npos);
}

TEST(Head, RefusesToSplitAResponse) {
  std::string out;
  EXPECT_FALSE(write_head(out, Response::redirect("/x\r\nSet-Cookie: a=b"), {}));
  Response bad_name;
  bad_name.headers = {{"X\r\nY", "1"}};
  EXPECT_FALSE(write_head(out, bad_name, {}));
  Response bad_target;
  bad_target.form_targets = {"https://a; script-src *"};
  EXPECT_FALSE(write_head(out, bad_target, {}));
  EXPECT_EQ(out, "");
}

}  // namespace sealcart::http
