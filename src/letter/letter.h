// A letter on A4 with a table, as PDF.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sealcart::letter {

// All texts are UTF-8 and may hold line breaks.
struct Letter {
  std::vector<std::string> sender, recipient;  // lines
  std::string title;
  std::vector<std::pair<std::string, std::string>> facts;  // what, and its value
  struct Column {
    std::string heading;
    double width;        // share of the page's width
    bool right = false;  // aligned to the right, as sums are
  };
  std::vector<Column> columns;                 // widths add up to 1
  std::vector<std::vector<std::string>> rows;  // as many cells as columns
  std::vector<std::string> closing;            // paragraphs
};

// Equal letters give equal bytes. Throws std::runtime_error when the font is not installed. Safe to use from any
// thread.
std::string pdf(const Letter& letter);

}  // namespace sealcart::letter
