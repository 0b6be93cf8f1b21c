#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "label/canvas.h"

namespace sealcart::label {
namespace {

// Of 256 greys. Above the middle: thin strokes of small text are to stay.
constexpr std::uint32_t darkest_white = 0xa0;

// One row of pixels as hexadecimal digits, a bit a dot, 1 for black, filled up to a whole byte.
std::string digits(const unsigned char* row, int width) {
  std::string result;
  for (int x = 0; x < (width + 7) / 8 * 8; x += 4) {
    int value = 0;
    for (int bit = 0; bit < 4 && x + bit < width; ++bit) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, row + 4 * (x + bit), sizeof pixel);
      if ((pixel & 0xff) < darkest_white) value |= 8 >> bit;  // all three colours are the same
    }
    result += "0123456789ABCDEF"[value];
  }
  return result;
}

// The run of a digit as ZPL II compresses it: g to z for 20, 40 … 400 and G to Y for 1 … 19 of what follows.
void append_run(std::string& zpl, std::size_t count, char digit) {
  for (; count > 400; count -= 400) zpl += 'z';
  if (count >= 20) zpl += static_cast<char>('f' + count / 20);
  if (count % 20 > 0 && count > 1) zpl += static_cast<char>('F' + count % 20);
  zpl += digit;
}

// The rest of a row is ',' when it is white; a row like the one before it is ':'.
void append_row(std::string& zpl, std::string_view row, std::string_view before) {
  if (row == before) {
    zpl += ':';
    return;
  }
  const auto last_black = row.find_last_not_of('0');
  const std::size_t end = last_black == std::string_view::npos ? 0 : last_black + 1;
  for (std::size_t at = 0; at < end;) {
    const auto next = std::min(row.find_first_not_of(row[at], at), end);
    append_run(zpl, next - at, row[at]);
    at = next;
  }
  if (end < row.size()) zpl += ',';
}

}  // namespace

std::string zpl(const Label& label, Paper paper, int dots_per_inch) {
  const Surface surface = pixels(label, paper, dots_per_inch);
  const int width = cairo_image_surface_get_width(surface.get());
  const int height = cairo_image_surface_get_height(surface.get());
  const int row_bytes = (width + 7) / 8;
  std::string result = fmt::format("^XA^PW{}^LL{}^LH0,0^FO0,0^GFA,{},{},{},", width, height, row_bytes * height,
                                   row_bytes * height, row_bytes);
  std::string before;
  for (int y = 0; y < height; ++y) {
    std::string row = digits(cairo_image_surface_get_data(surface.get()) +
                                 static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface.get()),
                             width);
    append_row(result, row, before);
    before = std::move(row);
  }
  return result + "^FS^XZ\n";
}

}  // namespace sealcart::label
