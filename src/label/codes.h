// The two codes of a label as modules, without their quiet zones.
#pragma once

#include <string>
#include <vector>

#include "core/problem.h"

namespace sealcart::label {

// Rows of dark and light modules. Code 128 has one row.
struct Modules {
  int width = 0, height = 0;
  std::vector<bool> dark;  // row by row
  bool at(int x, int y) const { return dark[static_cast<std::size_t>(y * width + x)]; }
};

// ISO/IEC 15417, 10 modules of quiet zone on either side. `number` is printable ASCII.
Expected<Modules> code_128(const std::string& number);
// ISO/IEC 18004, 4 modules of quiet zone all around. Error correction level M up to 2,331 bytes, L up to 2,953.
Expected<Modules> qr(const std::string& text);

inline constexpr int code_128_quiet = 10, qr_quiet = 4;

}  // namespace sealcart::label
