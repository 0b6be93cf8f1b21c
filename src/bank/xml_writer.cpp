#include "bank/xml_writer.h"

#include <libxml/xmlwriter.h>

#include <new>

namespace sealcart::bank {
namespace {

const xmlChar* chars(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

void must(int result) {
  if (result < 0) throw std::bad_alloc();
}

}  // namespace

struct XmlWriter::State {
  xmlBufferPtr buffer = xmlBufferCreate();
  xmlTextWriterPtr writer = xmlNewTextWriterMemory(buffer, 0);
  ~State() {
    xmlFreeTextWriter(writer);
    xmlBufferFree(buffer);
  }
};

XmlWriter::XmlWriter(const std::string& name_space) : state_(std::make_unique<State>()) {
  if (state_->buffer == nullptr || state_->writer == nullptr) throw std::bad_alloc();
  must(xmlTextWriterSetIndent(state_->writer, 1));
  must(xmlTextWriterStartDocument(state_->writer, nullptr, "UTF-8", nullptr));
  open("Document");
  must(xmlTextWriterWriteAttribute(state_->writer, chars("xmlns"), chars(name_space.c_str())));
}

XmlWriter::~XmlWriter() = default;

void XmlWriter::open(const char* name) { must(xmlTextWriterStartElement(state_->writer, chars(name))); }

void XmlWriter::close() { must(xmlTextWriterEndElement(state_->writer)); }

void XmlWriter::text(const char* name, const std::string& text) {
  must(xmlTextWriterWriteElement(state_->writer, chars(name), chars(text.c_str())));
}

void XmlWriter::optional_text(const char* name, const std::string& value) {
  if (!value.empty()) text(name, value);
}

void XmlWriter::amount(const char* name, const std::string& decimal, std::string_view currency) {
  open(name);
  must(xmlTextWriterWriteAttribute(state_->writer, chars("Ccy"), chars(std::string(currency).c_str())));
  must(xmlTextWriterWriteString(state_->writer, chars(decimal.c_str())));
  close();
}

std::string XmlWriter::finish() && {
  must(xmlTextWriterEndDocument(state_->writer));
  must(xmlTextWriterFlush(state_->writer));
  const auto* content = reinterpret_cast<const char*>(xmlBufferContent(state_->buffer));
  return {content, static_cast<std::size_t>(xmlBufferLength(state_->buffer))};
}

}  // namespace sealcart::bank
