#include "mail/header.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <rapidcheck/gtest.h>

#include <sstream>

namespace sealcart::mail {
namespace {

// What a reader of RFC 2047 makes of encoded words.
std::string decoded(const std::string& text) {
  std::istringstream words(text);
  std::string all;
  for (std::string word; words >> word;) {
    EXPECT_LE(word.size(), 75u);
    EXPECT_TRUE(word.starts_with("=?UTF-8?B?") && word.ends_with("?=")) << word;
    const std::string letters = word.substr(10, word.size() - 12);
    std::string bytes(letters.size(), '\0');
    EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                    reinterpret_cast<const unsigned char*>(letters.data()), static_cast<int>(letters.size()));
    const std::size_t padding = letters.size() - letters.find_last_not_of('=') - 1;
    bytes.resize(letters.size() / 4 * 3 - padding);
    EXPECT_NE(bytes[0] & 0xC0, 0x80) << "a word begins inside a character";
    all += bytes;
  }
  return all;
}

TEST(MailHeader, ShortPlainTextStays) {
  EXPECT_EQ(encoded_text("Your parcel 12/3"), "Your parcel 12/3");
  EXPECT_EQ(encoded_text(""), "");
}

TEST(MailHeader, WhatIsSpecialIsEncoded) {
  for (const std::string text : {"Anna <a@b.example>", "a, b", "=?UTF-8?B?YQ==?=", "\"x\"", "会社"}) {
    EXPECT_EQ(decoded(encoded_text(text)), text);
  }
}

RC_GTEST_PROP(MailHeader, EncodedWordsGiveTheTextAgain, ()) {
  std::string text = "件";
  for (const int which : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4))) {
    constexpr const char* letters[] = {"a", "é", "漢", "𠮷"};
    text += letters[which];
  }
  const std::string encoded = encoded_text(text);
  RC_ASSERT(decoded(encoded) == text);
  std::istringstream lines("Subject: " + encoded);
  for (std::string line; std::getline(lines, line);) RC_ASSERT(line.size() <= 77u);  // 76 and \r
}

TEST(MailHeader, Mailboxes) {
  EXPECT_EQ(encoded_mailbox({"", "a@b.example"}), "a@b.example");
  EXPECT_EQ(encoded_mailbox({"Anna", "a@b.example"}), "Anna\r\n <a@b.example>");
}

TEST(MailHeader, Dates) { EXPECT_EQ(header_date({1795907742}), "Sat, 28 Nov 2026 23:15:42 +0000"); }

TEST(MailHeader, Addresses) {
  for (const char* sound : {"a@b", "first.last+tag@mail.example", "x_y-z@xn--nxasmq6b.example"}) {
    EXPECT_TRUE(is_address(sound)) << sound;
  }
  for (const std::string& wrong : std::vector<std::string>{"",
                                                           "a",
                                                           "@b",
                                                           "a@",
                                                           "a@b@c",
                                                           "a b@c",
                                                           "a@b c",
                                                           "<a@b>",
                                                           "a@b>",
                                                           "a@b\r\nRCPT TO:<x@y>",
                                                           "a\n@b",
                                                           ".a@b",
                                                           "a..b@c",
                                                           "a@b.",
                                                           "a@-b",
                                                           "\"a\"@b",
                                                           "あ@b",
                                                           "a@[127.0.0.1]",
                                                           std::string("a@b\0c", 5),
                                                           std::string(65, 'a') + "@b"}) {
    EXPECT_FALSE(is_address(wrong)) << wrong;
  }
}

TEST(MailHeader, MediaTypes) {
  EXPECT_TRUE(is_media_type("application/pdf"));
  EXPECT_TRUE(is_media_type("image/svg+xml"));
  for (const char* wrong : {"", "pdf", "/", "a/", "a/b; name=x", "a/b\r\nX: y", "a/b/c"})
    EXPECT_FALSE(is_media_type(wrong)) << wrong;
}

}  // namespace
}  // namespace sealcart::mail
