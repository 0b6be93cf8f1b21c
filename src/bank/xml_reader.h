// Reads an XML file from outside as a stream of elements. Nothing of it is kept but the path and the text of the
// element that is being read, so that memory does not grow with the file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/problem.h"

namespace sealcart::bank {

// What one element says.
struct XmlElement {
  std::string_view path;      // names from below the root, "Stmt/Ntry/Amt"; "?" for one of another namespace
  std::string_view text;      // its own; the first max_xml_text bytes when it is longer
  std::string_view currency;  // attribute Ccy; empty when there is none
  int line = 0;               // of its end, from 1
};

class XmlVisitor {
 public:
  virtual ~XmlVisitor() = default;
  // The root's local name and namespace. A Problem ends the reading and becomes its result; so in the others.
  virtual std::optional<Problem> root(std::string_view name, std::string_view name_space) = 0;
  virtual void begin(std::string_view path) = 0;
  virtual std::optional<Problem> end(const XmlElement& element) = 0;
};

inline constexpr std::size_t max_xml_text = 4096;
inline constexpr int max_xml_depth = 64;

// Calls `visitor` for what `xml` holds, in its order. Problems, all 422: "statement-empty"; "statement-doctype" for any
// document type declaration, so that no entity is ever defined or fetched; "statement-depth" beyond max_xml_depth;
// "statement-xml" when it is no well-formed XML in an encoding that is known, with the line and libxml2's error number
// (its messages would repeat the file's content).
std::optional<Problem> read_xml(std::string_view xml, XmlVisitor& visitor);

}  // namespace sealcart::bank
