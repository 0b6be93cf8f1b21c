#include "mail/message.h"

#include <algorithm>

#include "mail/header.h"

namespace sealcart::mail {
namespace {

constexpr std::size_t longest_name = 200;  // percent-encoded still within RFC 5322's 998 characters a line

tl::unexpected<Problem> malformed(std::string what) { return problem(422, "mail-malformed", std::move(what)); }

Expected<void> check(const Mailbox& mailbox, const std::string& which) {
  if (!is_address(mailbox.address)) {
    return malformed("The " + which + " address is no mail address of the form local@domain in ASCII; correct it.");
  }
  if (!is_one_line(mailbox.name)) return malformed("The " + which + " name holds a control character; take it out.");
  return {};
}

Expected<void> check(const Attachment& attachment) {
  if (attachment.name.empty() || attachment.name.size() > longest_name || !is_one_line(attachment.name)) {
    return malformed("An attachment's name must be 1 to 200 bytes without control characters; rename it.");
  }
  if (!is_media_type(attachment.type)) {
    return malformed("An attachment's type is no media type such as application/pdf; correct it.");
  }
  return {};
}

}  // namespace

Expected<void> check(const Message& message) {
  if (const auto from = check(message.from, "sender's"); !from) return from;
  if (const auto to = check(message.to, "recipient's"); !to) return to;
  if (!is_one_line(message.subject)) return malformed("The subject holds a control character; take it out.");
  if (!is_address(message.message_id)) return malformed("The message's number must have the form local@domain.");
  for (const Attachment& attachment : message.attachments) {
    if (const auto sound = check(attachment); !sound) return sound;
  }
  return {};
}

}  // namespace sealcart::mail
