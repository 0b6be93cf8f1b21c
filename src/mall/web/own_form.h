// The fields of a form that one of the mall's own pages sent.
#pragma once

#include "core/problem.h"
#include "exchange/party.h"
#include "http/message.h"

namespace sealcart::mall {

// Problems: 403 foreign-form when another site sent it, 400 form-malformed.
inline Expected<http::Form> own_form(const exchange::Party& party, const http::Request& request) {
  if (!exchange::same_origin(party, request)) {
    return problem(403, "foreign-form", "This form was not sent from our own page.");
  }
  auto form = http::Form::parse(request.body);
  if (!form) return problem(400, "form-malformed", "The body is not that of a form with at most 256 fields.");
  return std::move(*form);
}

}  // namespace sealcart::mall
