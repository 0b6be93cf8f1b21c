#include "mail/form.h"

#include <new>
#include <stdexcept>

#include "mail/header.h"

namespace sealcart::mail {
namespace {

// MIME's lines end with \r\n; quoted-printable would keep a lone \n as a byte of the text.
std::string with_line_ends(std::string_view text) {
  std::string lines;
  for (const char c : text) {
    if (c == '\n' && (lines.empty() || lines.back() != '\r')) lines += '\r';
    lines += c;
  }
  return lines;
}

// RFC 2231, so that the name may be in any language. curl would write its bytes as they are.
std::string disposition(CURL* session, const std::string& name) {
  const std::unique_ptr<char, Free<curl_free>> escaped(
      curl_easy_escape(session, name.data(), static_cast<int>(name.size())));
  if (!escaped) throw std::bad_alloc();
  return std::string("Content-Disposition: attachment;\r\n filename*=UTF-8''") + escaped.get();
}

curl_mimepart* add_part(curl_mime* form, const std::string& type, const char* encoding) {
  curl_mimepart* part = curl_mime_addpart(form);
  if (part == nullptr) throw std::bad_alloc();
  must(curl_mime_type(part, type.c_str()), "type a part");
  must(curl_mime_encoder(part, encoding), "encode a part");
  return part;
}

void add_text(curl_mime* form, const std::string& text) {
  const std::string lines = with_line_ends(text);
  curl_mimepart* part = add_part(form, "text/plain; charset=utf-8", "quoted-printable");
  must(curl_mime_data(part, lines.data(), lines.size()), "add the text");
}

void add_attachment(CURL* session, curl_mime* form, const Attachment& attachment) {
  curl_mimepart* part = add_part(form, attachment.type, "base64");
  if (const auto* file = std::get_if<std::filesystem::path>(&attachment.content)) {
    must(curl_mime_filedata(part, file->c_str()), "read an attachment's file");
  } else {
    const std::string& bytes = std::get<std::string>(attachment.content);
    must(curl_mime_data(part, bytes.data(), bytes.size()), "add an attachment");
  }
  Lines fields;
  append(fields, disposition(session, attachment.name));
  must(curl_mime_headers(part, fields.get(), 1), "name an attachment");
  fields.release();  // the part's from now on
}

}  // namespace

void must(CURLcode code, const char* what) {
  if (code != CURLE_OK) throw std::runtime_error(std::string("mail: cannot ") + what + ": " + curl_easy_strerror(code));
}

void append(Lines& lines, const std::string& line) {
  curl_slist* longer = curl_slist_append(lines.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  lines.release();
  lines.reset(longer);
}

Lines header_fields(const Message& message) {
  Lines lines;
  append(lines, "Date: " + header_date(message.date));
  append(lines, "From: " + encoded_mailbox(message.from));
  append(lines, "To: " + encoded_mailbox(message.to));
  append(lines, "Subject: " + encoded_text(message.subject));
  append(lines, "Message-ID: <" + message.message_id + ">");
  append(lines, "Auto-Submitted: auto-generated");  // RFC 3834: no answers by machines on leave
  return lines;
}

Form make_form(CURL* session, const Message& message) {
  Form form(curl_mime_init(session));
  if (!form) throw std::bad_alloc();
  add_text(form.get(), message.text);
  for (const Attachment& attachment : message.attachments) add_attachment(session, form.get(), attachment);
  return form;
}

}  // namespace sealcart::mail
