#include "letter/letter.h"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cassert>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace sealcart::letter {
namespace {

// In points.
constexpr double page_width = 595.28, page_height = 841.89;
constexpr double margin = 56, bottom = 60;
constexpr double text_width = page_width - 2 * margin;
constexpr double plain_size = 9.5, title_size = 15, small_size = 8;
constexpr const char* family = "IPAexGothic";

struct Free {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(PangoFontDescription* description) const { pango_font_description_free(description); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};

std::unique_ptr<PangoFontDescription, Free> font(double size) {
  std::unique_ptr<PangoFontDescription, Free> made(pango_font_description_new());
  pango_font_description_set_family_static(made.get(), family);
  pango_font_description_set_absolute_size(made.get(), size * PANGO_SCALE);
  return made;
}

// A text in a place of that width.
class Text {
 public:
  Text(cairo_t* cairo, const std::string& text, double size, double width, bool right = false)
      : layout_(pango_cairo_create_layout(cairo)) {
    PangoContext* context = pango_layout_get_context(layout_.get());
    pango_context_set_language(context, pango_language_from_string("ja"));  // Han characters as Japan writes them
    const auto description = font(size);
    need_font(context, description.get());
    pango_layout_set_font_description(layout_.get(), description.get());
    pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
    pango_layout_set_width(layout_.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout_.get(), right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    pango_layout_set_line_spacing(layout_.get(), 1.3F);
  }
  double height() const {
    PangoRectangle logical;
    pango_layout_get_extents(layout_.get(), nullptr, &logical);
    return static_cast<double>(logical.height) / PANGO_SCALE;
  }
  void draw(cairo_t* cairo, double x, double y) const {
    cairo_move_to(cairo, x, y);
    pango_cairo_show_layout(cairo, layout_.get());
  }

 private:
  // Another font would draw Japanese as empty boxes, and nobody would see it before the customer.
  static void need_font(PangoContext* context, const PangoFontDescription* wanted) {
    const std::unique_ptr<PangoFont, void (*)(gpointer)> found(pango_context_load_font(context, wanted),
                                                               g_object_unref);
    if (found) {
      const std::unique_ptr<PangoFontDescription, Free> described(pango_font_describe(found.get()));
      if (pango_font_description_get_family(described.get()) == std::string_view(family)) return;
    }
    throw std::runtime_error("The font IPAexGothic is not installed (Debian: fonts-ipaexfont).");
  }
  std::unique_ptr<PangoLayout, Free> layout_;
};

std::string lines(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& line : all) text += (text.empty() ? "" : "\n") + line;
  return text;
}

// Draws from top to bottom, and begins a page where what comes does not fit.
class Page {
 public:
  explicit Page(cairo_t* cairo) : cairo_(cairo) {}

  void head(const Letter& letter) {
    const Text sender(cairo_, lines(letter.sender), small_size, text_width * 0.4, true);
    sender.draw(cairo_, margin + text_width * 0.6, margin);
    const Text recipient(cairo_, lines(letter.recipient), plain_size + 1, text_width * 0.5);
    recipient.draw(cairo_, margin, margin + 70);
    y_ = std::max(margin + sender.height(), margin + 70 + recipient.height()) + 40;
    const Text title(cairo_, letter.title, title_size, text_width);
    title.draw(cairo_, margin, y_);
    y_ += title.height() + 14;
    for (const auto& [what, value] : letter.facts) fact(what, value);
    y_ += 14;
  }

  void table(const Letter& letter) {
    std::vector<std::string> headings;
    for (const Letter::Column& column : letter.columns) headings.push_back(column.heading);
    row(letter, headings, small_size, true);
    for (const auto& cells : letter.rows) {
      if (row(letter, cells, plain_size, false)) continue;
      next();
      row(letter, headings, small_size, true);
      row(letter, cells, plain_size, false);
    }
    y_ += 16;
  }

  void paragraph(const std::string& text) {
    const Text set(cairo_, text, plain_size, text_width);
    if (y_ + set.height() > page_height - bottom) next();
    set.draw(cairo_, margin, y_);
    y_ += set.height() + 8;
  }

  void end() {
    const Text number(cairo_, fmt::format("{}", page_), small_size, text_width, true);
    number.draw(cairo_, margin, page_height - bottom + 20);
    cairo_show_page(cairo_);
  }

 private:
  void next() {
    end();
    ++page_;
    y_ = margin;
  }

  void fact(const std::string& what, const std::string& value) {
    const Text left(cairo_, what, plain_size, 150);
    const Text right(cairo_, value, plain_size, text_width - 160);
    left.draw(cairo_, margin, y_);
    right.draw(cairo_, margin + 160, y_);
    y_ += std::max(left.height(), right.height()) + 3;
  }

  // False, and nothing drawn, when it does not fit on the page any more.
  bool row(const Letter& letter, const std::vector<std::string>& cells, double size, bool heading) {
    assert(cells.size() == letter.columns.size());
    std::vector<Text> texts;
    double height = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Letter::Column& column = letter.columns[i];
      texts.emplace_back(cairo_, cells[i], size, text_width * column.width - 6, column.right);
      height = std::max(height, texts.back().height());
    }
    if (y_ + height + 8 > page_height - bottom && !heading && y_ > margin + 60) return false;
    double x = margin;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      texts[i].draw(cairo_, x, y_ + 3);
      x += text_width * letter.columns[i].width;
    }
    y_ += height + 7;
    cairo_set_line_width(cairo_, heading ? 0.8 : 0.25);
    cairo_move_to(cairo_, margin, y_);
    cairo_line_to(cairo_, margin + text_width, y_);
    cairo_stroke(cairo_);
    return true;
  }

  cairo_t* cairo_;
  double y_ = margin;
  int page_ = 1;
};

cairo_status_t append(void* text, const unsigned char* bytes, unsigned int length) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(cairo_status_to_string(status));
}

}  // namespace

std::string pdf(const Letter& letter) {
  std::string bytes;
  const std::unique_ptr<cairo_surface_t, Free> surface(
      cairo_pdf_surface_create_for_stream(append, &bytes, page_width, page_height));
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, nullptr);  // else the real clock's
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, letter.title.c_str());
  {
    const std::unique_ptr<cairo_t, Free> cairo(cairo_create(surface.get()));
    Page page(cairo.get());
    page.head(letter);
    if (!letter.rows.empty()) page.table(letter);
    for (const std::string& text : letter.closing) page.paragraph(text);
    page.end();
    check(cairo_status(cairo.get()));
  }
  cairo_surface_finish(surface.get());
  check(cairo_surface_status(surface.get()));
  return bytes;
}

}  // namespace sealcart::letter
