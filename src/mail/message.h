// One message to one recipient (RFC 5322), as what it says; how it is written is MIME's affair.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "core/problem.h"
#include "core/world.h"

namespace sealcart::mail {

// All texts are UTF-8.
struct Mailbox {
  std::string name;     // may be empty
  std::string address;  // local@domain, ASCII
};

struct Attachment {
  std::string name;  // what the reader's program calls it; at most 200 bytes
  std::string type;  // "application/pdf"
  // The bytes, or a file that is read while it is sent, so that a large one needs no memory of its size.
  std::variant<std::string, std::filesystem::path> content;
};

struct Message {
  Mailbox from;
  Mailbox to;
  std::string subject;
  std::string text;        // lines ended by \n or \r\n
  std::string message_id;  // "local@domain", without brackets: the same again for a repeated attempt
  Time date;
  std::vector<Attachment> attachments;
};

// Problem 422 "mail-malformed" when a field cannot stand in a message: a line break or another control character in a
// header (which could forge one), an address that is none, a media type that is none.
Expected<void> check(const Message& message);

}  // namespace sealcart::mail
