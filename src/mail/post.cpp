#include "mail/post.h"

#include <fmt/format.h>

#include <cctype>
#include <stdexcept>
#include <string_view>

#include "mail/form.h"
#include "mail/header.h"

namespace sealcart::mail {
namespace {

using Session = std::unique_ptr<CURL, Free<curl_easy_cleanup>>;

constexpr long longest_connecting = 30;  // seconds

template <class Value>
void set(CURL* session, CURLoption option, Value value) {
  must(curl_easy_setopt(session, option, value), "set an option");
}

bool is_this_machine(const std::string& host) { return host == "127.0.0.1" || host == "::1" || host == "localhost"; }

// A host in a URL; an IPv6 address stands in brackets there (RFC 3986).
std::string url(const Server& server) {
  const bool ipv6 = server.host.find(':') != std::string::npos;
  return fmt::format("{}://{}:{}/{}", server.security == Server::Security::tls ? "smtps" : "smtp",
                     ipv6 ? "[" + server.host + "]" : server.host, server.port, server.helo);
}

void set_server(CURL* session, const Server& server) {
  set(session, CURLOPT_URL, url(server).c_str());
  set(session, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(session, CURLOPT_PROXY, "");  // whatever the environment says
  set(session, CURLOPT_NOSIGNAL, 1L);
  set(session, CURLOPT_USE_SSL,
      static_cast<long>(server.security == Server::Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(session, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!server.ca_file.empty()) set(session, CURLOPT_CAINFO, server.ca_file.c_str());
  if (!server.user.empty()) {
    set(session, CURLOPT_USERNAME, server.user.c_str());
    set(session, CURLOPT_PASSWORD, server.password.c_str());
  }
  const long silence = server.longest_silence;
  set(session, CURLOPT_CONNECTTIMEOUT, std::min(silence, longest_connecting));
  set(session, CURLOPT_SERVER_RESPONSE_TIMEOUT, silence);
  set(session, CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(session, CURLOPT_LOW_SPEED_TIME, silence);
}

// The codes at the beginning of a reply: "550", or "550 5.1.1" (RFC 3463).
std::string codes(std::string_view reply) {
  std::size_t end = 0;
  while (end < reply.size() && (std::isdigit(static_cast<unsigned char>(reply[end])) || reply[end] == '.' || end == 3))
    ++end;
  std::string found(reply.substr(0, end));
  if (found.size() > 3) found[3] = ' ';
  while (!found.empty() && found.back() == ' ') found.pop_back();
  return found;
}

// libcurl gives each line of the server here. Kept is the last refusal; the farewell after it is not of interest.
std::size_t keep_refusal(char* line, std::size_t size, std::size_t count, void* kept) {
  if (*line == '5') static_cast<std::string*>(kept)->assign(line, size * count);
  return size * count;
}

// The server refused this sender, recipient or message, and not us.
bool refused_for_good(CURL* session, CURLcode code, long reply) {
  curl_off_t sent = 0;
  must(curl_easy_getinfo(session, CURLINFO_SIZE_UPLOAD_T, &sent), "ask what was sent");
  const bool asks_to_sign_in = reply == 530 || reply == 534 || reply == 535 || reply == 538;  // RFC 4954
  const bool about_envelope = code == CURLE_SEND_ERROR;
  const bool about_contents = code == CURLE_WEIRD_SERVER_REPLY && sent > 0;  // without contents it was the greeting
  return reply / 100 == 5 && !asks_to_sign_in && (about_envelope || about_contents);
}

Problem unavailable(CURLcode code, long reply) {
  if (code == CURLE_LOGIN_DENIED) {
    return {503, "mail-sign-in", "The mail server refuses our user and password; correct them in the configuration."};
  }
  std::string detail;
  if (reply / 100 == 4 || reply / 100 == 5) {
    detail = fmt::format("The mail server does not take the message now ({}); try again later.", reply);
  } else {
    detail =
        fmt::format("The mail server cannot be reached ({}); look at its address and certificate, and try again later.",
                    curl_easy_strerror(code));
  }
  return {503, "mail-unavailable", std::move(detail)};
}

Expected<Accepted> outcome(CURL* session, CURLcode code, const std::string& refusal) {
  long reply = 0;
  must(curl_easy_getinfo(session, CURLINFO_RESPONSE_CODE, &reply), "ask for the answer");
  if (code == CURLE_OK) return Accepted{static_cast<int>(reply)};
  if (code == CURLE_READ_ERROR || code == CURLE_ABORTED_BY_CALLBACK || code == CURLE_OUT_OF_MEMORY)
    must(code, "send a message");
  if (refused_for_good(session, code, reply)) {
    return problem(
        422, "mail-refused",
        fmt::format("The mail server refuses the message ({}); look at the recipient's address.", codes(refusal)));
  }
  return tl::unexpected(unavailable(code, reply));
}

}  // namespace

struct Post::Connection {
  Session session;
};

Post::Post(Server server) : server_(std::move(server)), connection_(new Connection) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  must(ready, "begin");
  connection_->session.reset(curl_easy_init());
  if (!connection_->session) throw std::bad_alloc();
}
Post::Post(Post&&) noexcept = default;
Post& Post::operator=(Post&&) noexcept = default;
Post::~Post() = default;

Expected<Post> Post::open(Server server) {
  const auto wrong = [](std::string detail) { return problem(500, "mail-settings", std::move(detail)); };
  if (!is_host(server.host) && !is_this_machine(server.host)) return wrong("The mail server's host is no host's name.");
  if (server.port < 1 || server.port > 65535) return wrong("The mail server's port must be from 1 to 65535.");
  if (!server.helo.empty() && !is_host(server.helo)) return wrong("The name for the mail server is no host's name.");
  if (server.security == Server::Security::none && !is_this_machine(server.host)) {
    return wrong("Mail without TLS may go to this machine alone; use starttls or tls.");
  }
  if (server.longest_silence < 1) return wrong("The longest silence of the mail server must be a second or more.");
  return Post(std::move(server));
}

Expected<Accepted> Post::send(const Message& message) {
  if (const auto sound = check(message); !sound) return tl::unexpected(sound.error());
  CURL* session = connection_->session.get();
  curl_easy_reset(session);  // keeps the connection
  set_server(session, server_);

  const std::string from = "<" + message.from.address + ">";
  Lines recipients;
  append(recipients, "<" + message.to.address + ">");
  const Lines fields = header_fields(message);
  const Form form = make_form(session, message);
  std::string refusal;
  set(session, CURLOPT_MAIL_FROM, from.c_str());
  set(session, CURLOPT_MAIL_RCPT, recipients.get());
  set(session, CURLOPT_HTTPHEADER, fields.get());
  set(session, CURLOPT_MIMEPOST, form.get());
  set(session, CURLOPT_HEADERFUNCTION, &keep_refusal);
  set(session, CURLOPT_HEADERDATA, &refusal);
  const CURLcode code = curl_easy_perform(session);
  auto result = outcome(session, code, refusal);
  curl_easy_reset(session);  // forgets what ends here
  return result;
}

}  // namespace sealcart::mail
