// A drawing as pixels, and what all surfaces of cairo share.
#pragma once

#include <cairo.h>

#include <memory>

#include "label/label.h"

namespace sealcart::label {

struct Size {
  double width, height;  // mm
};
// Of one label; for Paper::a4_sheet that of a quarter.
Size size(Paper paper);

constexpr double mm_per_inch = 25.4;

struct CairoFree {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, CairoFree>;
using Canvas = std::unique_ptr<cairo_t, CairoFree>;

// Throws std::runtime_error when cairo could not do what it was asked.
void check(cairo_status_t status);

// Draws `label` into the middle of a place of that size whose upper left corner lies `left` and `top` mm from the
// canvas's. The canvas's unit is the millimetre.
void draw(cairo_t* cairo, const Label& label, Size place, double left, double top, double dot);

// Black on white, 24 bits a pixel (CAIRO_FORMAT_RGB24).
Surface pixels(const Label& label, Paper paper, int dots_per_inch);

// For cairo's functions that write to a stream: appends to the std::string that `text` points to.
cairo_status_t append(void* text, const unsigned char* bytes, unsigned int length);

}  // namespace sealcart::label
