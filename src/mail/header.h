// Header fields: what may stand in one, and how.
#pragma once

#include <string>
#include <string_view>

#include "core/world.h"
#include "mail/message.h"

namespace sealcart::mail {

// True without control characters, and so without line breaks.
bool is_one_line(std::string_view text);

// local@domain as RFC 5321 allows it without quotes, in ASCII; a literal such as [192.0.2.1] is no domain here.
bool is_address(std::string_view text);

// A name of a host: letters, digits, hyphens and dots, none of which begins or ends it.
bool is_host(std::string_view text);

// type/subtype (RFC 2045), without parameters.
bool is_media_type(std::string_view text);

// A text of one line for a subject or a name: as it is when it is short and plain, otherwise as encoded words (RFC
// 2047) of whole UTF-8 characters, one a line.
std::string encoded_text(std::string_view text);

// "Name <address>", or the address alone.
std::string encoded_mailbox(const Mailbox& mailbox);

// "Sat, 28 Nov 2026 23:15:42 +0000"
std::string header_date(Time date);

}  // namespace sealcart::mail
