// What stands where on a label.
#pragma once

#include <cairo.h>

#include "label/label.h"

namespace sealcart::label {

// Size of the drawing, mm. The printable part of every paper that we know of holds it.
inline constexpr double face_width = 92, face_height = 138;

// The narrowest module that hand scanners read well in a Code 128, mm, and the smallest size of text that prints
// legibly at 203 dots an inch, mm: 15 dots for a Japanese character.
inline constexpr double narrowest_bar = 0.25, smallest_text = 1.85;

// Draws a label with its upper left corner at the origin of `cairo`, whose unit is the millimetre and whose origin lies
// on whole dots of `dot` mm. The codes' modules and the rules are whole dots. Returns the size of the smallest text
// drawn, mm. Its codes must be such as can be made.
double draw_face(cairo_t* cairo, const Label& label, double dot);

}  // namespace sealcart::label
