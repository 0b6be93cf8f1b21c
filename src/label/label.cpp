#include "label/label.h"

#include <cairo-pdf.h>

#include <cassert>

#include "label/canvas.h"
#include "label/codes.h"
#include "label/face.h"

namespace sealcart::label {
namespace {

// The usual printer's. A module of the codes is then whole dots on the coarsest printer, and near enough on finer ones.
constexpr double pdf_dot = mm_per_inch / 203;
constexpr double points_per_mm = 72 / mm_per_inch;

// Size of the smallest text, mm, measured on a canvas that keeps nothing.
double smallest_text_of(const Label& label) {
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1));
  const Canvas canvas(cairo_create(surface.get()));
  return draw_face(canvas.get(), label, pdf_dot);
}

}  // namespace

Expected<void> fits(const Label& label) {
  if (!label.number.empty()) {
    const auto bars = code_128(label.number);
    if (!bars) return tl::unexpected(bars.error());
    if (bars->width * narrowest_bar > face_width) {
      return problem(422, "label-too-long", "The number is too long for a bar code across the label.");
    }
  }
  if (!label.code.empty()) {
    if (const auto code = qr(label.code); !code) return tl::unexpected(code.error());
  }
  if (smallest_text_of(label) < smallest_text) {
    return problem(422, "label-too-long", "The label's text would be too small to read: shorten it.");
  }
  return {};
}

std::string pdf(std::span<const Label> labels, Paper paper, int first_place) {
  assert(!labels.empty());
  const Size place = size(paper);
  const int columns = paper == Paper::a4_sheet ? 2 : 1, places = columns * columns;
  assert(first_place >= 0 && first_place < places);
  std::string bytes;
  const Surface surface(cairo_pdf_surface_create_for_stream(append, &bytes, columns * place.width * points_per_mm,
                                                            columns * place.height * points_per_mm));
  // Otherwise the real clock's.
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, nullptr);
  {
    const Canvas canvas(cairo_create(surface.get()));
    cairo_scale(canvas.get(), points_per_mm, points_per_mm);
    int at = first_place;
    for (const Label& label : labels) {
      if (at == places) {
        cairo_show_page(canvas.get());
        at = 0;
      }
      draw(canvas.get(), label, place, at % columns * place.width, at / columns * place.height, pdf_dot);
      ++at;
    }
  }
  cairo_surface_finish(surface.get());
  check(cairo_surface_status(surface.get()));
  return bytes;
}

std::string png(const Label& label, Paper paper, int dots_per_inch) {
  std::string bytes;
  check(cairo_surface_write_to_png_stream(pixels(label, paper, dots_per_inch).get(), append, &bytes));
  return bytes;
}

}  // namespace sealcart::label
