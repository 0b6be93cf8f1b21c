#include "http/client.h"

#include <gtest/gtest.h>

#include <mutex>
#include <utility>

#include "http/certificates_for_test.h"

namespace sealcart::http {

namespace {

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    folder_.write("root.pem", authority_.root_pem());
    folder_.write("crl.pem", authority_.crl_pem({}));
    folder_.write("other_root.pem", other_.root_pem());
    folder_.write("other_crl.pem", other_.crl_pem({}));
    server_files_ = test::files_of(folder_, "mall", authority_.issue({"mall.localhost"}), "root.pem", "crl.pem");
    client_files_ = test::files_of(
        folder_, "credit", authority_.issue({"Credit.localhost", -3600, 3600, client_serial}), "root.pem", "crl.pem");
  }

  void start() {
    Listen listen;
    listen.tls = server_files_;
    listen.require_client_certificate = true;
    listen.limits.requests_per_second = 0;
    listen.limits.request_seconds = request_seconds_;
    listen.routes = {
        {Method::post, "/result",
         [](const Request& request) -> Task<Response> {
           Response response;
           response.content_type = "text/plain";
           response.body =
               request.partner_host + "|" + std::string(request.header("content-type")) + "|" + request.body;
           co_return response;
         }},
        {Method::get, "/slow",
         [](const Request&) -> Task<Response> {
           co_await pause(3000);
           co_return Response{};
         }},
        {Method::get, "/large",
         [](const Request&) -> Task<Response> {
           Response response;
           response.body.assign(2'000'000, 'l');
           co_return response;
         }},
        {Method::get, "/chunks",
         [](const Request&) -> Task<Response> {
           Response response;
           response.stream = [sent = false]() mutable -> Task<std::optional<std::string>> {
             if (std::exchange(sent, true)) co_return std::nullopt;
             co_return "chunk";
           };
           co_return response;
         }},
    };
    Hooks hooks;
    hooks.warn = [this](const std::string& line) {
      std::lock_guard lock(mutex_);
      warnings_.push_back(line);
    };
    hooks.met = [this](Meeting meeting) {
      std::lock_guard lock(mutex_);
      met_.push_back(std::move(meeting));
    };
    server_ = std::make_unique<Server>(loops_, std::move(listen), std::move(hooks));
  }

  std::string url(const std::string& path) {
    return "https://mall.localhost:" + std::to_string(server_->port()) + path;
  }
  Expected<ClientResponse> post(Client& client, const std::string& body = "body", PeerTls* peer = nullptr) {
    return send(client, {Method::post, url("/result"), "text/x", body}, peer);
  }
  Expected<ClientResponse> send(Client& client, ClientRequest request, PeerTls* peer = nullptr) {
    return test::run_on<Expected<ClientResponse>>(loops_.at(0), [&] { return client.send(request, peer); });
  }
  static std::string code(const Expected<ClientResponse>& result) {
    return result ? "status " + std::to_string(result->status) : result.error().code;
  }
  std::string last_warning() {
    std::lock_guard lock(mutex_);
    return warnings_.empty() ? "" : warnings_.back();
  }

  static constexpr long client_serial = 77;
  test::Folder folder_;
  test::Authority authority_{"Test Authority"};
  test::Authority other_{"Other Authority"};
  TlsFiles server_files_;
  TlsFiles client_files_;
  int request_seconds_ = 20;
  std::mutex mutex_;
  std::vector<std::string> warnings_;
  std::vector<Meeting> met_;
  Loops loops_{1};
  std::unique_ptr<Server> server_;
};

TEST_F(ClientTest, KnowsItsPartnerBothWays) {
  start();
  Client client(loops_, client_files_);
  PeerTls peer;
  for (int i = 0; i < 3; ++i) {
    auto result = post(client, std::string(static_cast<std::size_t>(i) * 50'000, 'x'), &peer);
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->status, 200);
    EXPECT_EQ(result->content_type, "text/plain");
    EXPECT_EQ(result->body, "credit.localhost|text/x|" + std::string(static_cast<std::size_t>(i) * 50'000, 'x'));
  }
  EXPECT_EQ(peer.protocol, "TLSv1.3");
  EXPECT_EQ(peer.subject, "CN=mall.localhost");
  EXPECT_EQ(peer.issuer, "CN=Test Authority");
  EXPECT_EQ(peer.not_after.size(), 20u);
  EXPECT_EQ(peer.cipher.substr(0, 4), "TLS_");
}

TEST_F(ClientTest, BothSidesTellOfNewConnections) {
  start();
  std::vector<Meeting> met;
  Client client(loops_, client_files_, [&](Meeting meeting) { met.push_back(std::move(meeting)); });
  ASSERT_TRUE(post(client));
  ASSERT_TRUE(post(client));  // on the kept connection
  ASSERT_EQ(met.size(), 1u);
  EXPECT_EQ(met[0].host, "mall.localhost");
  EXPECT_TRUE(met[0].to_partner);
  EXPECT_EQ(met[0].outcome, "ok");
  EXPECT_EQ(met[0].tls.subject, "CN=mall.localhost");
  {
    std::lock_guard lock(mutex_);
    ASSERT_EQ(met_.size(), 1u);
    EXPECT_EQ(met_[0].host, "credit.localhost");
    EXPECT_FALSE(met_[0].to_partner);
    EXPECT_EQ(met_[0].tls.subject, "CN=Credit.localhost");
    EXPECT_EQ(met_[0].tls.not_after, certificate_end(client_files_.certificate));
  }
  Client stranger(loops_, {{}, {}, folder_.path("root.pem"), folder_.path("crl.pem")},
                  [&](Meeting meeting) { met.push_back(std::move(meeting)); });
  EXPECT_EQ(code(post(stranger)), "partner-certificate");
  Client trusting(
      loops_,
      {client_files_.certificate, client_files_.key, folder_.path("other_root.pem"), folder_.path("other_crl.pem")},
      [&](Meeting meeting) { met.push_back(std::move(meeting)); });
  EXPECT_EQ(code(post(trusting)), "partner-certificate");
  ASSERT_EQ(met.size(), 3u);
  EXPECT_EQ(met[1].outcome, "partner-certificate");
  EXPECT_EQ(met[2].outcome, "partner-certificate");
  EXPECT_EQ(certificate_end("/nowhere"), "");
}

TEST_F(ClientTest, IsRefusedWithoutACertificate) {
  start();
  Client client(loops_, {{}, {}, folder_.path("root.pem"), folder_.path("crl.pem")});
  EXPECT_EQ(code(post(client)), "partner-certificate");
  EXPECT_EQ(code(post(client, std::string(200'000, 'x'))), "partner-certificate");
}

TEST_F(ClientTest, IsRefusedWithAnothersCertificate) {
  start();
  TlsFiles files = test::files_of(folder_, "stranger", other_.issue({"credit.localhost"}), "root.pem", "crl.pem");
  Client client(loops_, files);
  EXPECT_EQ(code(post(client)), "partner-certificate");
  EXPECT_TRUE(last_warning().starts_with("partner's certificate refused: ")) << last_warning();
}

TEST_F(ClientTest, IsRefusedWithAnExpiredCertificate) {
  start();
  TlsFiles files =
      test::files_of(folder_, "old", authority_.issue({"credit.localhost", -3600, -60}), "root.pem", "crl.pem");
  Client client(loops_, files);
  EXPECT_EQ(code(post(client)), "partner-certificate");
  EXPECT_EQ(last_warning(), "partner's certificate refused: certificate has expired");
}

TEST_F(ClientTest, IsRefusedOnceRevokedAlsoOnAKeptConnection) {
  start();
  Client client(loops_, client_files_);
  EXPECT_EQ(code(post(client)), "status 200");
  server_->reload();  // nothing changed
  EXPECT_EQ(code(post(client)), "status 200");
  folder_.write("crl.pem", authority_.crl_pem({5}));
  server_->reload();  // another one was revoked
  EXPECT_EQ(code(post(client)), "status 200");
  folder_.write("crl.pem", authority_.crl_pem({5, client_serial}));
  server_->reload();
  EXPECT_EQ(code(post(client)), "status 403");
  EXPECT_EQ(last_warning(), "partner credit.localhost is not believed any more: certificate revoked");
  EXPECT_EQ(code(post(client)), "partner-certificate");
}

TEST_F(ClientTest, DoesNotBelieveAWrongName) {
  start();
  Client client(loops_, client_files_);
  std::string wrong = "https://other.localhost:" + std::to_string(server_->port()) + "/result";
  auto result = send(client, {Method::post, wrong, "text/x", ""});
  EXPECT_EQ(code(result), "partner-certificate");
  EXPECT_NE(result.error().detail.find("hostname mismatch"), std::string::npos) << result.error().detail;
}

TEST_F(ClientTest, DoesNotBelieveAnotherAuthority) {
  start();
  TlsFiles files = client_files_;
  files.authority = folder_.path("other_root.pem");
  files.crl = folder_.path("other_crl.pem");
  Client client(loops_, files);
  EXPECT_EQ(code(post(client)), "partner-certificate");
}

TEST_F(ClientTest, DoesNotBelieveAnExpiredServer) {
  server_files_ =
      test::files_of(folder_, "mall", authority_.issue({"mall.localhost", -3600, -60}), "root.pem", "crl.pem");
  start();
  Client client(loops_, client_files_);
  EXPECT_EQ(code(post(client)), "partner-certificate");
}

TEST_F(ClientTest, DoesNotBelieveARevokedServerAfterReload) {
  start();
  Client client(loops_, client_files_);
  EXPECT_EQ(code(post(client)), "status 200");
  folder_.write("crl.pem", authority_.crl_pem({2}));
  client.reload();
  EXPECT_EQ(code(post(client)), "partner-certificate");
  folder_.write("crl.pem", "nonsense");
  EXPECT_THROW(client.reload(), std::runtime_error);
  EXPECT_EQ(code(post(client)), "partner-certificate");
}

TEST_F(ClientTest, TriesAgainWhenTheKeptConnectionIsGone) {
  start();
  Client client(loops_, client_files_);
  EXPECT_EQ(code(post(client)), "status 200");
  std::uint16_t port = server_->port();
  server_.reset();
  Listen listen;
  listen.port = port;
  listen.tls = server_files_;
  Server next(loops_, std::move(listen), {});
  auto result = send(client, {Method::get, "https://mall.localhost:" + std::to_string(port) + "/x", "", ""});
  EXPECT_EQ(code(result), "status 404");
}

TEST_F(ClientTest, GivesUpInTime) {
  start();
  Client client(loops_, client_files_);
  ClientRequest request{Method::get, url("/slow"), "", ""};
  request.timeout_seconds = 1;
  auto result = send(client, request);
  EXPECT_EQ(code(result), "partner-timeout");
  EXPECT_EQ(result.error().status, 504);
}

TEST_F(ClientTest, NamesOtherFaults) {
  start();
  Client client(loops_, client_files_);
  EXPECT_EQ(code(send(client, {Method::get, url("/large"), "", ""})), "partner-unreachable");
  EXPECT_EQ(code(send(client, {Method::get, "http://mall.localhost/", "", ""})), "partner-unreachable");
  EXPECT_EQ(code(send(client, {Method::get, "nonsense", "", ""})), "partner-unreachable");
  std::string gone = url("/");
  server_.reset();
  EXPECT_EQ(code(send(client, {Method::get, gone, "", ""})), "partner-unreachable");
}

TEST_F(ClientTest, TakesNoChunks) {
  start();
  Client client(loops_, client_files_);
  auto result = send(client, {Method::get, url("/chunks"), "", ""});
  EXPECT_EQ(code(result), "partner-unreachable");
  EXPECT_EQ(result.error().detail, "mall.localhost: the answer comes in chunks");
  EXPECT_EQ(code(post(client)), "status 200");
}

TEST_F(ClientTest, AnswersHeadRequests) {
  start();
  Client client(loops_, client_files_);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(code(send(client, {Method::head, url("/large"), "", ""})), "status 200");
}

}  // namespace
}  // namespace sealcart::http
