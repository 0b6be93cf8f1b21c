#include "http/router.h"

#include <gtest/gtest.h>

namespace sealcart::http {

static Router make_router() {
  return Router({
      {Method::get, "/", nullptr},
      {Method::get, "/purchase/:code", nullptr},
      {Method::get, "/purchase/new", nullptr},
      {Method::post, "/purchase/:code", nullptr},
      {Method::get, "/purchase/:code/events", nullptr},
      {Method::post, "/settle", nullptr},
  });
}

static Request request_to(Method method, std::string path) {
  Request request;
  request.method = method;
  request.path = std::move(path);
  return request;
}

TEST(Router, FindsTheRoute) {
  struct Case {
    Method method;
    const char* path;
    int status;
    const char* pattern_or_allow;
  };
  const Case cases[] = {
      {Method::get, "/", 200, "/"},
      {Method::head, "/", 200, "/"},
      {Method::get, "/purchase/new", 200, "/purchase/new"},
      {Method::get, "/purchase/x", 200, "/purchase/:code"},
      {Method::post, "/purchase/new", 200, "/purchase/:code"},
      {Method::get, "/purchase/x/events", 200, "/purchase/:code/events"},
      {Method::get, "/purchase/", 404, ""},
      {Method::get, "/purchase", 404, ""},
      {Method::get, "//", 404, ""},
      {Method::get, "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r", 404, ""},
      {Method::get, "/purchase/%zz", 400, ""},
      {Method::get, "/settle", 405, "POST"},
      {Method::other, "/settle", 405, "POST"},
      {Method::post, "/", 405, "GET, HEAD"},
      {Method::other, "/purchase/x", 405, "GET, HEAD, POST"},
  };
  Router router = make_router();
  for (const Case& one : cases) {
    Request request = request_to(one.method, one.path);
    Router::Match match = router.match(request);
    EXPECT_EQ(match.status, one.status) << one.path;
    if (match.status == 200) {
      EXPECT_EQ(match.route->pattern, one.pattern_or_allow);
    } else {
      EXPECT_EQ(match.allow, one.pattern_or_allow) << one.path;
    }
  }
}

TEST(Router, DecodesCaptures) {
  Router router = make_router();
  Request request = request_to(Method::get, "/purchase/a%2Fb%20c/events");
  ASSERT_EQ(router.match(request).status, 200);
  EXPECT_EQ(request.captures, std::vector<std::string>{"a/b c"});
}

}  // namespace sealcart::http
