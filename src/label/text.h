// Text on a cairo context whose unit is the millimetre, set by Pango in the IPAex font.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>

namespace sealcart::label {

enum class Align { left, centre, right };
enum class Wrap { words, anywhere };  // anywhere: between words where that will do, else inside one

// A text as large as fits a place: smaller so that its lines stay whole, or wrapped, or both. Never cut.
class Text {
 public:
  struct Place {
    double width, height;  // mm
    double em;             // largest size, mm
    double whole = em;     // smallest size, mm, that is better than wrapping a line
    Align align = Align::left;
    Wrap wrap = Wrap::anywhere;
    double spacing = 0;  // between letters, in ems
  };
  // Throws std::runtime_error when the font is not installed.
  Text(cairo_t* cairo, const std::string& text, const Place& place);

  double em() const { return em_; }
  double height() const;  // mm, lines with their spacing
  void draw(cairo_t* cairo, double x, double y) const;

 private:
  bool fits(double width, double height) const;
  void set_size(double em, double spacing);

  struct Unref {
    void operator()(PangoLayout* layout) const;
  };
  std::unique_ptr<PangoLayout, Unref> layout_;
  double em_ = 0;
};

}  // namespace sealcart::label
