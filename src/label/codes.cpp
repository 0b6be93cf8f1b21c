#include "label/codes.h"

#include <fmt/format.h>
#include <zint.h>

#include <algorithm>
#include <memory>
#include <new>

namespace sealcart::label {
namespace {

// Levels of error correction as zint counts them.
constexpr int level_l = 1, level_m = 2;

Expected<Modules> encode(int symbology, int level, const std::string& text) {
  const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
  if (!std::all_of(text.begin(), text.end(), printable)) {
    return problem(422, "label-not-ascii", "A label's codes hold printable ASCII alone.");
  }
  const std::unique_ptr<zint_symbol, void (*)(zint_symbol*)> symbol(ZBarcode_Create(), ZBarcode_Delete);
  if (!symbol) throw std::bad_alloc();
  symbol->symbology = symbology;
  symbol->option_1 = level;
  symbol->input_mode = DATA_MODE;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (ZBarcode_Encode(symbol.get(), bytes, static_cast<int>(text.size())) >= ZINT_ERROR) {
    return problem(422, "label-too-long", fmt::format("{} bytes are too many for this code of a label.", text.size()));
  }
  Modules modules{symbol->width, symbol->rows, {}};
  for (int y = 0; y < modules.height; ++y) {
    for (int x = 0; x < modules.width; ++x) {
      modules.dark.push_back((symbol->encoded_data[y][x / 8] >> (x % 8) & 1) != 0);
    }
  }
  return modules;
}

}  // namespace

Expected<Modules> code_128(const std::string& number) { return encode(BARCODE_CODE128, -1, number); }

Expected<Modules> qr(const std::string& text) {
  auto firm = encode(BARCODE_QRCODE, level_m, text);
  return firm || firm.error().code != "label-too-long" ? firm : encode(BARCODE_QRCODE, level_l, text);
}

}  // namespace sealcart::label
