#include "upload/form.h"

#include <gmime/gmime.h>

#include <memory>
#include <mutex>

namespace sealcart::upload {
namespace {

constexpr int most_parts = 64;

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

tl::unexpected<Problem> malformed() {
  return problem(400, "form-malformed", "The body is not that of a form with files (multipart/form-data).");
}

std::string parameter(GMimeObject* part, const char* name) {
  GMimeContentDisposition* disposition = g_mime_object_get_content_disposition(part);
  const char* value = disposition == nullptr ? nullptr : g_mime_content_disposition_get_parameter(disposition, name);
  return value == nullptr ? std::string() : std::string(value);
}

// The bytes as they came: browsers encode nothing, and a Content-Transfer-Encoding is not of RFC 7578.
std::string content_of(GMimePart* part) {
  GMimeDataWrapper* content = g_mime_part_get_content(part);
  if (content == nullptr) return {};
  const Owned<GMimeStream> memory(g_mime_stream_mem_new());
  g_mime_stream_write_to_stream(g_mime_data_wrapper_get_stream(content), memory.get());
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

void start_library() {
  static std::once_flag once;
  std::call_once(once, g_mime_init);
}

}  // namespace

std::string_view Form::text(std::string_view name) const {
  for (const Part& part : parts) {
    if (part.name == name && part.file_name.empty()) return part.bytes;
  }
  return {};
}

const Part* Form::file(std::string_view name) const {
  for (const Part& part : parts) {
    if (part.name == name && !part.file_name.empty()) return &part;
  }
  return nullptr;
}

Expected<Form> parse(std::string_view content_type, std::string_view body) {
  if (!content_type.starts_with("multipart/form-data") ||
      content_type.find_first_of("\r\n") != std::string_view::npos) {
    return malformed();
  }
  start_library();
  // GMime reads messages: the header that says what the body is stands before it.
  std::string message = "MIME-Version: 1.0\r\nContent-Type: ";
  message += content_type;
  message += "\r\n\r\n";
  message += body;
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const Owned<GMimeObject> root(g_mime_parser_construct_part(parser.get(), nullptr));
  if (!root || !GMIME_IS_MULTIPART(root.get())) return malformed();
  auto* multipart = GMIME_MULTIPART(root.get());
  const int count = g_mime_multipart_get_count(multipart);
  if (count < 1 || count > most_parts) return malformed();
  Form form;
  for (int i = 0; i < count; ++i) {
    GMimeObject* part = g_mime_multipart_get_part(multipart, i);
    if (!GMIME_IS_PART(part)) return malformed();
    std::string name = parameter(part, "name");
    if (name.empty()) return malformed();
    const char* type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(part));
    form.parts.push_back({std::move(name), parameter(part, "filename"), type, content_of(GMIME_PART(part))});
    g_free(const_cast<char*>(type));
  }
  return form;
}

}  // namespace sealcart::upload
