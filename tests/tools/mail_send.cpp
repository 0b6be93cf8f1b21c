// Sends the messages that standard input describes through one mail::Post, and prints what becomes of each as a line of
// JSON.
//   {"server": {"host", "port", "security", "user", "password", "ca_file", "helo", "longest_silence"},
//    "messages": [{"from": {"name", "address"}, "to", "subject", "text", "message_id", "date",
//                  "attachments": [{"name", "type", "file" or "bytes"}]}]}
#include <boost/json.hpp>
#include <iostream>
#include <iterator>

#include "mail/post.h"

namespace {

namespace json = boost::json;
namespace mail = sealcart::mail;

std::string text(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? "" : std::string(value->as_string());
}

mail::Server server(const json::object& object) {
  mail::Server server{.host = text(object, "host"), .port = object.at("port").to_number<int>()};
  const std::string security = text(object, "security");
  if (security == "tls") server.security = mail::Server::Security::tls;
  if (security == "none") server.security = mail::Server::Security::none;
  server.user = text(object, "user");
  server.password = text(object, "password");
  server.ca_file = text(object, "ca_file");
  server.helo = text(object, "helo");
  if (const auto* silence = object.if_contains("longest_silence")) server.longest_silence = silence->to_number<int>();
  return server;
}

mail::Mailbox mailbox(const json::value& value) {
  return {text(value.as_object(), "name"), text(value.as_object(), "address")};
}

mail::Message message(const json::object& object) {
  mail::Message message{.from = mailbox(object.at("from")), .to = mailbox(object.at("to"))};
  message.subject = text(object, "subject");
  message.text = text(object, "text");
  message.message_id = text(object, "message_id");
  message.date = {object.at("date").as_int64()};
  for (const json::value& each : object.at("attachments").as_array()) {
    const json::object& attachment = each.as_object();
    mail::Attachment& added = message.attachments.emplace_back(text(attachment, "name"), text(attachment, "type"));
    if (attachment.contains("file")) {
      added.content = std::filesystem::path(text(attachment, "file"));
    } else {
      added.content = text(attachment, "bytes");
    }
  }
  return message;
}

json::object described(const sealcart::Problem& problem) {
  return {{"status", problem.status}, {"code", problem.code}, {"detail", problem.detail}};
}

}  // namespace

int main() {
  const std::string input{std::istreambuf_iterator<char>(std::cin), {}};
  const json::value asked = json::parse(input);
  auto post = mail::Post::open(server(asked.at("server").as_object()));
  if (!post) {
    std::cout << json::serialize(described(post.error())) << "\n";
    return 0;
  }
  for (const json::value& each : asked.at("messages").as_array()) {
    const auto sent = post->send(message(each.as_object()));
    std::cout << json::serialize(sent ? json::object{{"accepted", sent->code}} : described(sent.error())) << "\n";
  }
}
