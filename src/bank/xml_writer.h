// Writes one ISO 20022 document, element by element, in UTF-8.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace sealcart::bank {

// Throws std::bad_alloc when memory runs out; nothing else goes wrong.
class XmlWriter {
 public:
  // Begins the document: a root element `Document` in the namespace `name_space`.
  explicit XmlWriter(const std::string& name_space);
  XmlWriter(const XmlWriter&) = delete;
  XmlWriter& operator=(const XmlWriter&) = delete;
  ~XmlWriter();

  template <class Contents>
  void element(const char* name, Contents&& contents) {
    open(name);
    std::forward<Contents>(contents)();
    close();
  }
  // An element that holds text, which is UTF-8 without control characters.
  void text(const char* name, const std::string& text);
  // Left out when there is no text.
  void optional_text(const char* name, const std::string& text);
  // An amount of money: decimal text with its currency as attribute Ccy.
  void amount(const char* name, const std::string& decimal, std::string_view currency);

  // Ends the document and gives it; the writer is used up.
  std::string finish() &&;

 private:
  void open(const char* name);
  void close();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sealcart::bank
