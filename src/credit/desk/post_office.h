// The company's mail server, from the configuration. Settings of [credit]: smtp_host (without it no mail is sent),
// smtp_port (587), smtp_security ("starttls", "tls" or "none"), smtp_user, smtp_password_file (its first line),
// smtp_ca_file (the system's authorities without it), smtp_from (an address). Paths are relative to the configuration's
// folder.
#pragma once

#include <optional>

#include "exchange/config.h"
#include "mail/post.h"

namespace sealcart::credit {

struct PostOffice {
  mail::Server server;
  mail::Mailbox from;  // the company's name and smtp_from
};

// nullopt without smtp_host. Throws std::runtime_error, for the operator, when a setting is wrong.
std::optional<PostOffice> post_office(const exchange::Config& config);

}  // namespace sealcart::credit
