#include "label/text.h"

#include <cassert>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string_view>

#include "core/wipe.h"

namespace sealcart::label {
namespace {

constexpr const char* family = "IPAexGothic";
constexpr double smaller = 0.96;  // from one size that is tried to the next

struct FreeDescription {
  void operator()(PangoFontDescription* description) const { pango_font_description_free(description); }
};
using Description = std::unique_ptr<PangoFontDescription, FreeDescription>;

Description description(double em) {
  Description result(pango_font_description_new());
  pango_font_description_set_family_static(result.get(), family);
  pango_font_description_set_absolute_size(result.get(), em * PANGO_SCALE);
  return result;
}

// Hinting would set the same text otherwise at each resolution.
void set_options(PangoContext* context) {
  const std::unique_ptr<cairo_font_options_t, void (*)(cairo_font_options_t*)> options(cairo_font_options_create(),
                                                                                       cairo_font_options_destroy);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context, options.get());
  pango_context_set_round_glyph_positions(context, FALSE);
  // Han characters have other shapes in other languages.
  pango_context_set_language(context, pango_language_from_string("ja"));
}

// Another font would draw Japanese as empty boxes, and nobody would see it before the parcel is on its way.
void need_font(PangoContext* context) {
  const std::unique_ptr<PangoFont, void (*)(gpointer)> font(pango_context_load_font(context, description(3).get()),
                                                            g_object_unref);
  if (font) {
    const Description found(pango_font_describe(font.get()));
    if (pango_font_description_get_family(found.get()) == std::string_view(family)) return;
  }
  throw std::runtime_error("The font IPAexGothic is not installed (Debian: fonts-ipaexfont).");
}

PangoAlignment alignment(Align align) {
  switch (align) {
    case Align::left:
      return PANGO_ALIGN_LEFT;
    case Align::centre:
      return PANGO_ALIGN_CENTER;
    case Align::right:
      return PANGO_ALIGN_RIGHT;
  }
  assert(false);
  return PANGO_ALIGN_LEFT;
}

double extent(int units) { return static_cast<double>(units) / PANGO_SCALE; }

}  // namespace

// Pango keeps a copy of the text, which may be where a parcel goes, and would give it back to the C library as it is.
void Text::Unref::operator()(PangoLayout* layout) const {
  char* text = const_cast<char*>(pango_layout_get_text(layout));
  wipe(std::span<char>(text, std::strlen(text)));
  g_object_unref(layout);
}

Text::Text(cairo_t* cairo, const std::string& text, const Place& place) : layout_(pango_cairo_create_layout(cairo)) {
  PangoContext* context = pango_layout_get_context(layout_.get());
  set_options(context);
  need_font(context);
  pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
  pango_layout_set_wrap(layout_.get(), place.wrap == Wrap::words ? PANGO_WRAP_WORD : PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing(layout_.get(), 1.25F);
  set_size(place.em, place.spacing);
  while (!fits(place.width, place.height) && em_ * smaller >= place.whole) set_size(em_ * smaller, place.spacing);
  const bool whole = fits(place.width, place.height);
  pango_layout_set_width(layout_.get(), static_cast<int>(place.width * PANGO_SCALE));
  pango_layout_set_alignment(layout_.get(), alignment(place.align));
  if (whole) return;
  set_size(place.em, place.spacing);
  // The end: what does not fit at any size is too small to read long before, and `fits` of the label says so.
  while (!fits(place.width, place.height) && em_ > 0.1) set_size(em_ * smaller, place.spacing);
}

void Text::set_size(double em, double spacing) {
  em_ = em;
  pango_layout_set_font_description(layout_.get(), description(em).get());
  const std::unique_ptr<PangoAttrList, void (*)(PangoAttrList*)> attributes(pango_attr_list_new(),
                                                                            pango_attr_list_unref);
  pango_attr_list_insert(attributes.get(), pango_attr_letter_spacing_new(static_cast<int>(em * spacing * PANGO_SCALE)));
  // Where a word is broken nothing is added: it may be a number.
  pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
  pango_layout_set_attributes(layout_.get(), attributes.get());
}

bool Text::fits(double width, double height) const {
  PangoRectangle logical;
  pango_layout_get_extents(layout_.get(), nullptr, &logical);
  return extent(logical.width) <= width && extent(logical.height) <= height;
}

double Text::height() const {
  PangoRectangle logical;
  pango_layout_get_extents(layout_.get(), nullptr, &logical);
  return extent(logical.height);
}

void Text::draw(cairo_t* cairo, double x, double y) const {
  cairo_move_to(cairo, x, y);
  pango_cairo_show_layout(cairo, layout_.get());
}

}  // namespace sealcart::label
