// A message in the form in which libcurl sends it: header fields and MIME parts (RFC 2045 … 2049).
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

#include "mail/message.h"

namespace sealcart::mail {

template <auto free>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using Lines = std::unique_ptr<curl_slist, Free<curl_slist_free_all>>;
using Form = std::unique_ptr<curl_mime, Free<curl_mime_free>>;

// Throws std::runtime_error naming `what`: for failures that are operating faults.
void must(CURLcode code, const char* what);

void append(Lines& lines, const std::string& line);

// `message` must have passed check().
Lines header_fields(const Message& message);

// The text and the attachments, for `session`. Files are read only when the form is sent; throws when one is missing.
Form make_form(CURL* session, const Message& message);

}  // namespace sealcart::mail
