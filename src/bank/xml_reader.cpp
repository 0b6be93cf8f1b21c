#include "bank/xml_reader.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <vector>

namespace sealcart::bank {
namespace {

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

Problem malformed(int line, int error) {
  return {422, "statement-xml",
          "Line " + std::to_string(line) + " is not well-formed XML (error " + std::to_string(error) +
              " of libxml2): get the file from the bank again."};
}

// The events of libxml2's parser, made into those of a visitor. Only this thread and this parser use it.
class Events {
 public:
  explicit Events(XmlVisitor& visitor) : visitor_(visitor) {}

  std::optional<Problem> read(std::string_view xml) {
    // The first bytes tell the encoding.
    const std::size_t first = std::min<std::size_t>(4, xml.size());
    xmlSAXHandler calls = handler();
    const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(
        xmlCreatePushParserCtxt(&calls, this, xml.data(), static_cast<int>(first), nullptr), xmlFreeParserCtxt);
    if (!parser) throw std::bad_alloc();
    parser_ = parser.get();
    xmlCtxtUseOptions(parser_, XML_PARSE_NONET);
    xml.remove_prefix(first);
    while (!xml.empty() && !stopped()) {
      const std::string_view chunk = xml.substr(0, 65536);
      xml.remove_prefix(chunk.size());
      xmlParseChunk(parser_, chunk.data(), static_cast<int>(chunk.size()), 0);
    }
    if (!stopped()) xmlParseChunk(parser_, nullptr, 0, 1);
    if (thrown_) std::rethrow_exception(thrown_);
    if (!problem_ && parser_->wellFormed == 0) problem_ = malformed(line(), parser_->errNo);
    return problem_;
  }

 private:
  bool stopped() const { return problem_ || thrown_ || parser_->wellFormed == 0; }
  int line() const { return std::max(1, xmlSAX2GetLineNumber(parser_)); }

  void stop(std::optional<Problem> problem) {
    if (!problem) return;
    problem_ = std::move(problem);
    xmlStopParser(parser_);
  }

  // No exception may pass through the library, which is C.
  template <class Work>
  static void guarded(void* self, Work&& work) {
    auto& events = *static_cast<Events*>(self);
    if (events.problem_ || events.thrown_) return;
    try {
      work(events);
    } catch (...) {
      events.thrown_ = std::current_exception();
      xmlStopParser(events.parser_);
    }
  }

  void doctype() {
    stop(Problem{422, "statement-doctype",
                 "The file has a document type declaration (DOCTYPE), which no bank's statement has."});
  }

  void begin(std::string_view name, std::string_view name_space, std::string_view currency) {
    if (++depth_ > max_xml_depth) {
      return stop(Problem{422, "statement-depth", "Elements stand deeper in each other than in any statement."});
    }
    text_.clear();
    currency_ = currency;
    if (depth_ == 1) {
      name_space_ = name_space;
      return stop(visitor_.root(name, name_space));
    }
    ends_.push_back(path_.size());
    if (!path_.empty()) path_ += '/';
    path_ += name_space == name_space_ ? name : "?";
    visitor_.begin(path_);
  }

  void end() {
    if (depth_-- == 1) return;
    stop(visitor_.end({path_, text_, currency_, line()}));
    path_.resize(ends_.back());
    ends_.pop_back();
    text_.clear();
    currency_.clear();
  }

  void text(std::string_view more) { text_ += more.substr(0, max_xml_text - std::min(max_xml_text, text_.size())); }

  static xmlSAXHandler handler() {
    xmlSAXHandler calls{};
    calls.initialized = XML_SAX2_MAGIC;
    // Called before anything inside the declaration is read.
    calls.internalSubset = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
      guarded(self, [](Events& events) { events.doctype(); });
    };
    calls.startElementNs = [](void* self, const xmlChar* name, const xmlChar*, const xmlChar* uri, int, const xmlChar**,
                              int count, int, const xmlChar** attributes) {
      guarded(self, [&](Events& events) {
        std::string_view currency;
        for (int i = 0; i < count; ++i) {  // name, prefix, namespace, begin and end of the value
          const xmlChar** at = attributes + 5 * static_cast<std::ptrdiff_t>(i);
          if (view(at[0]) != "Ccy" || at[1] != nullptr) continue;
          currency = {reinterpret_cast<const char*>(at[3]), static_cast<std::size_t>(at[4] - at[3])};
        }
        events.begin(view(name), view(uri), currency.substr(0, 8));
      });
    };
    calls.endElementNs = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
      guarded(self, [](Events& events) { events.end(); });
    };
    calls.characters = [](void* self, const xmlChar* bytes, int size) {
      guarded(self, [&](Events& events) {
        events.text({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)});
      });
    };
    calls.ignorableWhitespace = calls.cdataBlock = calls.characters;
    // Instead of printing it: read() looks at the parser's error number.
    calls.serror = [](void*, xmlErrorPtr) {};
    return calls;
  }

  XmlVisitor& visitor_;
  xmlParserCtxtPtr parser_ = nullptr;
  std::optional<Problem> problem_;
  std::exception_ptr thrown_;
  int depth_ = 0;
  std::string name_space_, path_, text_, currency_;
  std::vector<std::size_t> ends_;  // of the path of the element around each one that is open
};

}  // namespace

std::optional<Problem> read_xml(std::string_view xml, XmlVisitor& visitor) {
  if (xml.empty()) return Problem{422, "statement-empty", "The file is empty."};
  static const bool ready = (xmlInitParser(), true);  // not safe from several threads at once
  (void)ready;
  return Events(visitor).read(xml);
}

}  // namespace sealcart::bank
