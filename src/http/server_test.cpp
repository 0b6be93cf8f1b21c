#include "http/server.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "http/certificates_for_test.h"

namespace sealcart::http {

using test::Answer;
using test::RawClient;

namespace {

Task<Response> text(std::string body) {
  Response response;
  response.content_type = "text/plain";
  response.body = std::move(body);
  co_return response;
}

Task<Response> echo(const Request& request) {
  std::string capture = request.captures.empty() ? "" : request.captures[0];
  co_return co_await text(request.path + "|" + request.query + "|" + request.body + "|" + capture);
}

Task<Response> slow(const Request&) {
  co_await pause(300);
  co_return co_await text("slow");
}

Task<Response> shared(const Request&) {
  Response response;
  response.shared_body = std::make_shared<std::string>(100'000, 's');
  co_return response;
}

Task<Response> broken(const Request&) { throw std::runtime_error("the cause"); }

Task<Response> events(const Request&) {
  Response response;
  response.content_type = "text/event-stream";
  response.stream = [n = 0]() mutable -> Task<std::optional<std::string>> {
    co_await pause(1);
    if (++n > 3) co_return std::nullopt;
    co_return "data: " + std::to_string(n) + "\n\n";
  };
  co_return response;
}

std::string get(const std::string& path, const std::string& more = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
}

class ServerTest : public ::testing::Test {
 protected:
  Listen listen() {
    Listen listen;
    listen.tls = test::files_of(folder_, "server", authority_.issue({"localhost"}));
    listen.limits.requests_per_second = 0;
    listen.routes = {
        {Method::get, "/", echo},         {Method::get, "/echo/:what", echo},
        {Method::post, "/post", echo},    {Method::get, "/slow", slow},
        {Method::get, "/shared", shared}, {Method::get, "/broken", broken},
        {Method::get, "/events", events}, {Method::get, "/beat", [this](const Request&) { return beat(); }},
    };
    return listen;
  }

  // A stream without end that says when it has been let go.
  Task<Response> beat() {
    struct Life {
      explicit Life(ServerTest& owner) : test(owner) { ++test.alive_; }
      ~Life() { --test.alive_; }
      ServerTest& test;
    };
    Response response;
    response.stream = [life = std::make_shared<Life>(*this)]() -> Task<std::optional<std::string>> {
      co_await pause(5);
      co_return "beat\n";
    };
    co_return response;
  }

  Server& start(Listen what) {
    Hooks hooks;
    hooks.access = [this](const Access& access) {
      std::lock_guard lock(mutex_);
      log_.push_back(std::string(access.route) + " " + std::to_string(access.status));
    };
    hooks.warn = [this](const std::string& line) {
      std::lock_guard lock(mutex_);
      warnings_.push_back(line);
    };
    server_ = std::make_unique<Server>(loops_, std::move(what), std::move(hooks));
    return *server_;
  }
  Server& start() { return start(listen()); }

  std::vector<std::string> warnings() {
    std::lock_guard lock(mutex_);
    return warnings_;
  }
  // What the log says once `count` exchanges have been told.
  std::vector<std::string> log(std::size_t count) {
    for (;;) {
      std::lock_guard lock(mutex_);
      if (log_.size() >= count) return log_;
      std::this_thread::yield();
    }
  }

  test::Folder folder_;
  test::Authority authority_{"Test Authority"};
  std::atomic<int> alive_ = 0;
  std::mutex mutex_;
  std::vector<std::string> log_;
  std::vector<std::string> warnings_;
  Loops loops_{2};
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersManyRequestsOnOneConnection) {
  RawClient client(start().port());
  for (int i = 0; i < 5; ++i) {
    Answer answer = client.ask(get("/echo/a%20b?q=1"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "/echo/a%20b|q=1||a b");
    EXPECT_EQ(answer.header("Content-Type"), "text/plain");
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.header("Date").size(), 29u);
  }
  EXPECT_EQ(log(5)[4], "/echo/:what 200");
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  RawClient client(start().port());
  std::string all;
  for (int i = 0; i < 50; ++i) all += get("/echo/" + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(client.receive().body, "/echo/" + std::to_string(i) + "|||" + std::to_string(i));
}

TEST_F(ServerTest, TakesABodyInPieces) {
  RawClient client(start().port());
  std::string body(200'000, 'b');
  client.send("POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n");
  for (std::size_t at = 0; at < body.size(); at += 10'000) client.send(body.substr(at, 10'000));
  EXPECT_EQ(client.receive().body, "/post||" + body + "|");
}

TEST_F(ServerTest, InvitesABodyThatWaitsForLeave) {
  RawClient client(start().port());
  client.send("POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.some(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(client.ask("ok").body, "/post||ok|");
}

TEST_F(ServerTest, SendsALargeSharedBody) {
  RawClient client(start().port());
  EXPECT_EQ(client.ask(get("/shared")).body, std::string(100'000, 's'));
}

TEST_F(ServerTest, AnswersHeadWithoutABody) {
  RawClient client(start().port());
  client.send("HEAD /echo/abc HTTP/1.1\r\nHost: x\r\n\r\n");
  Answer answer = client.receive(true);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Length"), "15");
  EXPECT_EQ(client.ask(get("/")).body, "/|||");
}

TEST_F(ServerTest, AnswersErrorsAndKeepsTheConnection) {
  RawClient client(start().port());
  EXPECT_EQ(client.ask(get("/nowhere")).status, 404);
  Answer wrong_method = client.ask(get("/post"));
  EXPECT_EQ(wrong_method.status, 405);
  EXPECT_EQ(wrong_method.header("Allow"), "POST");
  EXPECT_EQ(wrong_method.header("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(client.ask(get("/echo/%zz")).status, 400);
  EXPECT_EQ(client.ask(get("/broken")).status, 500);
  EXPECT_EQ(warnings(), std::vector<std::string>{"/broken: the cause"});
  EXPECT_EQ(client.ask(get("/")).status, 200);
  EXPECT_EQ(log(5), (std::vector<std::string>{"- 404", "- 405", "- 400", "/broken 500", "/ 200"}));
}

TEST_F(ServerTest, RefusesWhatIsMalformedOrTooBigAndCloses) {
  std::uint16_t port = start().port();
  const std::pair<std::string, int> cases[] = {
      {"nonsense\r\n\r\n", 400},
      {get("/", "A: " + std::string(17'000, 'a') + "\r\n"), 431},
      {"POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + std::string(1'000'000, 'a'), 413},
  };
  for (const auto& [bytes, status] : cases) {
    RawClient client(port);
    Answer answer = client.ask(bytes);
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
  }
}

TEST_F(ServerTest, RefusesABodyWithoutALengthAndCloses) {
  std::uint16_t port = start().port();
  const std::string head = "POST /post HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n";
  for (const char* rest : {"\r\n3\r\nabc\r\n0\r\n\r\n", "\r\n0\r\n1", "\r\n", "Expect: 100-continue\r\n\r\n"}) {
    RawClient client(port);
    client.send(get("/") + head + rest + get("/"));
    EXPECT_EQ(client.receive().status, 200);  // what was asked before it is answered
    Answer answer = client.receive();
    EXPECT_EQ(answer.status, 411);
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_TRUE(client.is_closed());  // and what comes behind it is not
  }
}

TEST_F(ServerTest, DrawsErrorPagesByTheHook) {
  Hooks hooks;
  hooks.failure = [](const Request&, int status) {
    Response page;
    page.status = status;
    page.body = "page of " + std::to_string(status);
    return page;
  };
  Server server(loops_, listen(), hooks);
  RawClient client(server.port());
  Answer answer = client.ask(get("/nowhere"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body, "page of 404");
}

TEST_F(ServerTest, BoundsTheRateOfAnAddress) {
  Listen what = listen();
  what.limits.requests_per_second = 1;
  what.limits.burst = 2;
  RawClient client(start(std::move(what)).port());
  EXPECT_EQ(client.ask(get("/")).status, 200);
  EXPECT_EQ(client.ask(get("/")).status, 200);
  Answer answer = client.ask(get("/"));
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.header("Retry-After"), "1");
}

TEST_F(ServerTest, BoundsConnections) {
  Listen what = listen();
  what.limits.connections = 1;
  std::uint16_t port = start(std::move(what)).port();
  RawClient first(port);
  EXPECT_EQ(first.ask(get("/")).status, 200);
  EXPECT_FALSE(RawClient(port).connected());
  EXPECT_EQ(first.ask(get("/")).status, 200);
}

TEST_F(ServerTest, ClosesWhenAsked) {
  std::uint16_t port = start().port();
  RawClient client(port);
  EXPECT_EQ(client.ask(get("/", "Connection: close\r\n")).header("Connection"), "close");
  EXPECT_TRUE(client.is_closed());
  RawClient old(port);
  EXPECT_EQ(old.ask("GET / HTTP/1.0\r\n\r\n").header("Connection"), "close");
  EXPECT_TRUE(old.is_closed());
  RawClient kept(port);
  EXPECT_EQ(kept.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("Connection"), "keep-alive");
  EXPECT_EQ(kept.ask(get("/")).status, 200);
}

TEST_F(ServerTest, SpeaksNothingOlderThanTls13) {
  std::uint16_t port = start().port();
  EXPECT_FALSE(RawClient(port, TLS1_2_VERSION).connected());
  EXPECT_TRUE(RawClient(port).connected());
}

TEST_F(ServerTest, Streams) {
  std::uint16_t port = start().port();
  RawClient client(port);
  Answer answer = client.ask(get("/events"));
  EXPECT_EQ(answer.header("Content-Type"), "text/event-stream");
  EXPECT_EQ(answer.header("Content-Length"), "");
  EXPECT_EQ(answer.body, "9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n\n\r\n9\r\ndata: 3\n\n\r\n0\r\n\r\n");
  EXPECT_EQ(client.ask(get("/")).status, 200);
  RawClient old(port);
  old.send("GET /events HTTP/1.0\r\n\r\n");
  std::string all;
  for (std::string next = old.some(); !next.empty(); next = old.some()) all += next;
  EXPECT_TRUE(all.ends_with("\r\n\r\ndata: 1\n\ndata: 2\n\ndata: 3\n\n")) << all;
}

TEST_F(ServerTest, LetsAStreamGoWhenItsClientHasLeft) {
  std::uint16_t port = start().port();
  {
    RawClient client(port);
    client.send(get("/beat"));
    EXPECT_FALSE(client.is_closed());
    EXPECT_FALSE(client.is_closed());
    EXPECT_EQ(alive_, 1);
  }
  log(1);  // told at the stream's end
  server_->stop();
  EXPECT_EQ(alive_, 0);
}

TEST_F(ServerTest, ClosesTheSlowAndTheIdle) {
  Listen what = listen();
  what.limits.request_seconds = 1;
  what.limits.idle_seconds = 1;
  std::uint16_t port = start(std::move(what)).port();
  RawClient idle(port);
  RawClient slow_sender(port);
  EXPECT_EQ(idle.ask(get("/")).status, 200);
  slow_sender.send("GET / HT");
  EXPECT_TRUE(idle.is_closed());
  EXPECT_TRUE(slow_sender.is_closed());
}

TEST_F(ServerTest, ClosesOnOneWhoDoesNotRead) {
  Listen what = listen();
  what.limits.request_seconds = 1;
  constexpr std::size_t more_than_sockets_hold = 32'000'000;
  what.routes.push_back({Method::get, "/huge", [](const Request&) -> Task<Response> {
                           Response response;
                           response.body.assign(more_than_sockets_hold, 'h');
                           co_return response;
                         }});
  RawClient client(start(std::move(what)).port());
  client.send(get("/huge"));
  log(1);  // told when the server has given up
  EXPECT_LT(client.receive().body.size(), more_than_sockets_hold);
}

TEST_F(ServerTest, ALargeBodyHasTimeWhileItComes) {
  Listen what = listen();
  what.limits.request_seconds = 1;
  what.limits.body_bytes = 1'000'000;
  what.routes.push_back({Method::post, "/count", [](const Request& request) -> Task<Response> {
                           Response response;
                           response.body = std::to_string(request.body.size());
                           co_return response;
                         }});
  RawClient client(start(std::move(what)).port());
  const std::string third(300'000, 'x');
  client.send("POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n");
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 1; i <= 3; ++i) {
    while (std::chrono::steady_clock::now() < begun + std::chrono::milliseconds(700 * i)) std::this_thread::yield();
    client.send(third);
  }
  EXPECT_EQ(client.receive().body, "900000");
}

TEST_F(ServerTest, AStreamMayHaveALength) {
  Listen what = listen();
  const auto streaming = [](const char* length) {
    return [length](const Request&) -> Task<Response> {
      Response response;
      response.headers = {{"Content-Length", length}};
      auto left = std::make_shared<int>(2);
      response.stream = [left]() -> Task<std::optional<std::string>> {
        if ((*left)-- == 0) co_return std::nullopt;
        co_return "12345";
      };
      co_return response;
    };
  };
  what.routes.push_back({Method::get, "/whole", streaming("10")});
  what.routes.push_back({Method::get, "/short", streaming("11")});
  const std::uint16_t port = start(std::move(what)).port();
  RawClient client(port);
  const auto whole = client.ask(get("/whole"));
  EXPECT_EQ(whole.body, "1234512345");
  EXPECT_NE(whole.head.find("Content-Length: 10\r\n"), std::string::npos);
  EXPECT_EQ(whole.head.find("chunked"), std::string::npos);
  EXPECT_EQ(client.ask(get("/whole")).body, "1234512345");
  client.send(get("/short"));
  EXPECT_EQ(client.receive().body, "1234512345");
  EXPECT_TRUE(client.is_closed());  // so that the client sees that it is not the whole
}

TEST_F(ServerTest, StopLetsARunningRequestEnd) {
  std::uint16_t port = start().port();
  RawClient idle(port);
  EXPECT_EQ(idle.ask(get("/")).status, 200);
  RawClient running(port);
  running.send(get("/"));
  EXPECT_EQ(running.receive().status, 200);
  running.send(get("/") + get("/slow"));
  EXPECT_EQ(running.receive().status, 200);  // so that the slow one has begun, or is about to in the same breath
  server_->stop();
  Answer answer = running.receive();
  EXPECT_EQ(answer.body, "slow");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(running.is_closed());
  EXPECT_TRUE(idle.is_closed());
  EXPECT_FALSE(RawClient(port).connected());
}

TEST_F(ServerTest, ShowsANewCertificateAfterReload) {
  Listen what = listen();
  Server& server = start(what);
  RawClient before(server.port());
  EXPECT_EQ(before.ask(get("/")).status, 200);
  folder_.write("server.key", authority_.issue({"localhost"}).key_pem);
  EXPECT_THROW(server.reload(), std::runtime_error);  // not the certificate's key
  EXPECT_TRUE(RawClient(server.port()).connected());
  test::files_of(folder_, "server", authority_.issue({"new.localhost"}));
  server.reload();
  EXPECT_EQ(RawClient(server.port()).ask(get("/")).status, 200);
  EXPECT_EQ(before.ask(get("/")).status, 200);
}

TEST_F(ServerTest, SaysWhyItCannotStart) {
  auto reason = [&](Listen what) -> std::string {
    try {
      Server server(loops_, std::move(what), {});
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "it started";
  };
  Listen taken = listen();
  taken.port = start().port();
  EXPECT_EQ(reason(taken),
            "cannot listen on 127.0.0.1 port " + std::to_string(taken.port) + ": Address already in use");
  Listen unreadable = listen();
  unreadable.tls.certificate = folder_.path("none.pem");
  EXPECT_EQ(reason(unreadable), "cannot read the certificate file " + folder_.path("none.pem"));
  Listen no_authority = listen();
  no_authority.require_client_certificate = true;
  EXPECT_EQ(reason(no_authority), "no authority file is configured to check partners against");
  Listen bad_key = listen();
  folder_.write("server.key", "no key");
  EXPECT_TRUE(reason(bad_key).starts_with("the key file " + folder_.path("server.key") + " will not do: "));
}

TEST_F(ServerTest, ServesAThousandConnections) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur < 3000) {
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, 3000);
    setrlimit(RLIMIT_NOFILE, &files);
  }
  ASSERT_GE(files.rlim_cur, 2100u) << "too few files may be open for this test";
  std::uint16_t port = start().port();
  std::vector<RawClient> clients;
  for (int i = 0; i < 1000; ++i) clients.emplace_back(port);
  for (int round = 0; round < 2; ++round) {
    for (RawClient& client : clients) client.send(get("/"));
    for (RawClient& client : clients) EXPECT_EQ(client.receive().status, 200);
  }
}

}  // namespace
}  // namespace sealcart::http
