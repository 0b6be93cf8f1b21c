#include "mail/message.h"

#include <gtest/gtest.h>

#include "mail/post.h"

namespace sealcart::mail {
namespace {

Message sound() {
  return {.from = {"Credit A", "post@credit.example"},
          .to = {"", "anna@mail.example"},
          .subject = "Your parcel",
          .text = "It is here.\n",
          .message_id = "1@credit.example",
          .attachments = {{"parcel.age", "application/octet-stream", std::string("x")}}};
}

TEST(MailMessage, SoundOnePasses) { EXPECT_TRUE(check(sound())); }

TEST(MailMessage, NoFieldMayBreakItsLine) {
  for (const std::string& breaker :
       std::vector<std::string>{"\r\nBcc: x@y", "\n", "\r", std::string(1, '\0'), "\x7f"}) {
    std::vector<Message> forged(6, sound());
    forged[0].subject += breaker;
    forged[1].message_id += breaker;
    forged[2].from.name += breaker;
    forged[3].to.address += breaker;
    forged[4].attachments[0].name += breaker;
    forged[5].attachments[0].type += breaker;
    for (const Message& message : forged) {
      const auto refused = check(message);
      ASSERT_FALSE(refused);
      EXPECT_EQ(refused.error().code, "mail-malformed");
      EXPECT_EQ(refused.error().status, 422);
    }
  }
}

TEST(MailMessage, AttachmentsHaveShortNames) {
  Message message = sound();
  for (const std::string& name : {std::string(), std::string(201, 'a')}) {
    message.attachments[0].name = name;
    EXPECT_FALSE(check(message));
  }
}

std::string refused(Server server) {
  const auto post = Post::open(std::move(server));
  return post ? "" : post.error().code;
}

TEST(MailServer, WithoutTlsOnlyOnThisMachine) {
  EXPECT_EQ(refused({.host = "mail.example", .security = Server::Security::none}), "mail-settings");
  EXPECT_EQ(refused({.host = "127.0.0.1", .security = Server::Security::none}), "");
  EXPECT_EQ(refused({.host = "::1", .security = Server::Security::none}), "");
  EXPECT_EQ(refused({.host = "mail.example"}), "");
}

TEST(MailServer, SettingsAreChecked) {
  EXPECT_EQ(refused({.host = ""}), "mail-settings");
  EXPECT_EQ(refused({.host = "mail.example/x"}), "mail-settings");
  EXPECT_EQ(refused({.host = "mail.example", .port = 0}), "mail-settings");
  EXPECT_EQ(refused({.host = "mail.example", .helo = "a\r\nb"}), "mail-settings");
  EXPECT_EQ(refused({.host = "mail.example", .longest_silence = 0}), "mail-settings");
}

}  // namespace
}  // namespace sealcart::mail
