// Holds a file against a grammar of tests/bank, with libxml2's own RELAX NG validator.
#pragma once

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include <memory>
#include <string>

namespace sealcart::bank {

// What the validator complains of; empty when the file is valid. `grammar` is a name such as "pain001_09".
inline std::string complaints(const std::string& xml, const std::string& grammar) {
  std::string said;
  const xmlStructuredErrorFunc note = [](void* to, xmlErrorPtr error) {
    *static_cast<std::string*>(to) += error->message;
  };
  const std::string path = std::string(SEALCART_SOURCE) + "/tests/bank/" + grammar + ".rng";
  const std::unique_ptr<xmlRelaxNGParserCtxt, decltype(&xmlRelaxNGFreeParserCtxt)> reader(
      xmlRelaxNGNewParserCtxt(path.c_str()), xmlRelaxNGFreeParserCtxt);
  const std::unique_ptr<xmlRelaxNG, decltype(&xmlRelaxNGFree)> schema(xmlRelaxNGParse(reader.get()), xmlRelaxNGFree);
  if (!schema) return "no grammar " + path;
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, XML_PARSE_NONET | XML_PARSE_NOERROR),
      xmlFreeDoc);
  if (!document) return "not well-formed";
  const std::unique_ptr<xmlRelaxNGValidCtxt, decltype(&xmlRelaxNGFreeValidCtxt)> validator(
      xmlRelaxNGNewValidCtxt(schema.get()), xmlRelaxNGFreeValidCtxt);
  xmlRelaxNGSetValidStructuredErrors(validator.get(), note, &said);
  const int result = xmlRelaxNGValidateDoc(validator.get(), document.get());
  return result == 0 ? "" : said.empty() ? "invalid" : said;
}

}  // namespace sealcart::bank
