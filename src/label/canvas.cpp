#include "label/canvas.h"

#include <cassert>
#include <cmath>
#include <stdexcept>

#include "label/face.h"

namespace sealcart::label {

Size size(Paper paper) {
  switch (paper) {
    case Paper::a6:
      return {105, 148};
    case Paper::inch_4x6:
      return {101.6, 152.4};
    case Paper::a4_sheet:
      return {105, 148.5};
  }
  assert(false);
  return {};
}

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(cairo_status_to_string(status));
}

void draw(cairo_t* cairo, const Label& label, Size place, double left, double top, double dot) {
  const auto on_dots = [&](double length) { return std::round(length / dot) * dot; };
  cairo_save(cairo);
  cairo_set_source_rgb(cairo, 0, 0, 0);
  cairo_translate(cairo, on_dots(left + (place.width - face_width) / 2),
                  on_dots(top + (place.height - face_height) / 2));
  draw_face(cairo, label, dot);
  cairo_restore(cairo);
  check(cairo_status(cairo));
}

Surface pixels(const Label& label, Paper paper, int dots_per_inch) {
  assert(paper != Paper::a4_sheet && dots_per_inch >= 150 && dots_per_inch <= 600);
  const double dot = mm_per_inch / dots_per_inch;
  const Size place = size(paper);
  const auto dots = [&](double length) { return static_cast<int>(std::lround(length / dot)); };
  Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, dots(place.width), dots(place.height)));
  const Canvas canvas(cairo_create(surface.get()));
  cairo_set_source_rgb(canvas.get(), 1, 1, 1);
  cairo_paint(canvas.get());
  cairo_scale(canvas.get(), 1 / dot, 1 / dot);
  draw(canvas.get(), label, place, 0, 0, dot);
  cairo_surface_flush(surface.get());
  return surface;
}

cairo_status_t append(void* text, const unsigned char* bytes, unsigned int length) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace sealcart::label
