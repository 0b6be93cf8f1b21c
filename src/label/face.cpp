#include "label/face.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

#include "label/codes.h"
#include "label/text.h"

namespace sealcart::label {
namespace {

constexpr double gap = 1.6;    // between a rule and what stands beside it, mm
constexpr double thin = 0.25;  // a rule: two dots at 203 dots an inch
constexpr double tallest_bars = 24, lowest_bars = 12;

// Of a QR code, mm: the most that it may take, and its widest module. Beside an address it takes no more than it needs
// to be read well, which is 40 mm or three dots at 203 dots an inch a module.
constexpr double code_side = 67, widest_module = 1.02, code_side_by_address = 40, module_by_address = 0.38;

struct Sizes {  // of text, mm
  double heading = 5.2, count = 7.6, address = 6, sender = 2.6, caption = 2.5, amount = 6, number = 3.6, check = 8.4,
         lines = 2.5;
};
constexpr Sizes sizes;

std::string joined(const std::vector<std::string>& lines) { return fmt::format("{}", fmt::join(lines, "\n")); }

// May be broken after its hyphen.
std::string breakable(std::string text) {
  if (const auto hyphen = text.find('-'); hyphen != std::string::npos) text.insert(hyphen + 1, "\u200b");
  return text;
}

// What would be read wrong in two lines.
Text::Place one_line(double width, double height, double em, Align align) {
  return {.width = width, .height = height, .em = em, .whole = smallest_text, .align = align, .wrap = Wrap::words};
}

class Face {
 public:
  Face(cairo_t* cairo, const Label& label, double dot) : cairo_(cairo), label_(label), dot_(dot) {
    if (!label.number.empty()) bars_ = code_128(label.number).value();
    if (!label.code.empty()) code_ = qr(label.code).value();
  }

  // From the top: heading, address, sender and amount, number, code and small print.
  double draw() {
    heading();
    const Text sender = sender_text();
    const double sender_row = sender_height(sender);
    const double number_row = bars_ ? number_height() + lowest_bars : 0;
    const double spare = face_height - top_ - sender_row - number_row - foot_height();
    if (!label_.address.empty()) address(spare);
    if (sender_row > 0) sender_and_amount(sender, sender_row);
    const double bars =
        label_.address.empty() ? std::clamp(lowest_bars + spare, lowest_bars, tallest_bars) : lowest_bars;
    if (bars_) number(bars);
    foot();
    return smallest_;
  }

 private:
  double on_dots(double length) const { return std::round(length / dot_) * dot_; }

  // The widest module of whole dots, but at least one, with which `modules` take no more than `most` mm.
  double module(int modules, double most, double widest) const {
    return std::max(1.0, std::floor(std::min(most / modules, widest) / dot_ + 1e-6)) * dot_;
  }
  double code_module() const {
    const double by_address = std::max(module_by_address, code_side_by_address / code_->width);
    return module(code_->width, code_side, label_.address.empty() ? widest_module : by_address);
  }
  double code_height() const { return code_->height * code_module(); }

  void fill(double x, double y, double width, double height) {
    cairo_rectangle(cairo_, on_dots(x), on_dots(y), on_dots(width), on_dots(height));
    cairo_fill(cairo_);
  }

  void frame(double left, double top, double right, double bottom, double line) {
    fill(left, top, right - left, line);
    fill(left, bottom - line, right - left, line);
    fill(left, top, line, bottom - top);
    fill(right - line, top, line, bottom - top);
  }

  // All dark modules as one path, so that no seam shows between them at any resolution.
  void fill(const Modules& modules, double left, double top, double width, double height) {
    left = on_dots(left), top = on_dots(top);
    for (int y = 0; y < modules.height; ++y) {
      for (int x = 0; x < modules.width;) {
        const int begin = x;
        while (x < modules.width && modules.at(x, y)) ++x;
        if (x > begin) cairo_rectangle(cairo_, left + begin * width, top + y * height, (x - begin) * width, height);
        if (x == begin) ++x;
      }
    }
    cairo_fill(cairo_);
  }

  void rule(double thickness = thin) {
    fill(0, top_, face_width, thickness);
    top_ += thickness + gap;
  }

  Text text(const std::string& content, const Text::Place& place) {
    Text result(cairo_, content, place);
    if (!content.empty()) smallest_ = std::min(smallest_, result.em());
    return result;
  }

  void heading() {
    constexpr double height = 11, count_width = 26;
    const Text name = text(label_.heading, {face_width - count_width - gap, height, sizes.heading, 4.2});
    const Text count = text(fmt::format("{} / {}", label_.parcel, label_.of),
                            one_line(count_width, height, sizes.count, Align::right));
    name.draw(cairo_, 0, (height - name.height()) / 2);
    count.draw(cairo_, face_width - count_width, (height - count.height()) / 2);
    top_ = height + gap / 2;
    rule(3 * thin);
  }

  void address(double height) {
    text(joined(label_.address), {face_width, height - thin - 2 * gap, sizes.address, 4.2}).draw(cairo_, 0, top_);
    top_ += height - thin - gap;
    rule();
  }

  static constexpr double amount_width = 38, amount_height = 12.5;
  bool due() const { return !label_.amount.empty(); }

  Text sender_text() {
    const double width = due() ? face_width - amount_width - 2 * gap : face_width;
    return text(label_.sender, {width, amount_height, sizes.sender, 2.1});
  }
  // With the rule below it; 0 when there is neither sender nor amount.
  double sender_height(const Text& sender) const {
    if (due()) return amount_height + thin + 2 * gap;
    return label_.sender.empty() ? 0 : sender.height() + thin + 2 * gap;
  }
  void sender_and_amount(const Text& sender, double height) {
    sender.draw(cairo_, 0, top_);
    if (due()) amount();
    top_ += height - thin - gap;
    rule();
  }
  void amount() {
    const double left = on_dots(face_width - amount_width), line = on_dots(2 * thin);
    frame(left, on_dots(top_), on_dots(face_width), on_dots(top_ + amount_height), line);
    const double inner = amount_width - 2 * gap;
    const Text caption = text(label_.amount_caption, {inner, amount_height / 2 - gap / 2, sizes.caption});
    caption.draw(cairo_, left + gap, top_ + gap / 2);
    const double rest = amount_height - gap / 2 - caption.height() - line;
    const Text sum = text(label_.amount, one_line(inner, rest, sizes.amount, Align::right));
    sum.draw(cairo_, left + gap, top_ + amount_height - line - (rest + sum.height()) / 2);
  }

  // Of all that belongs to the number but the bars.
  double number_height() const { return 4.6 + thin + 2 * gap; }
  void number(double bars) {
    const double width = module(bars_->width, face_width, 0.4);
    fill(*bars_, (face_width - bars_->width * width) / 2, top_, width, on_dots(bars));
    top_ += bars;
    Text::Place place = one_line(face_width, 4.6, sizes.number, Align::centre);
    place.spacing = 0.06;
    text(label_.number, place).draw(cairo_, 0, top_ + 0.4);
    top_ += 4.6 + gap;
    rule();
  }

  // The code keeps the quiet zone that it needs: the rule above is farther than that or the zone is added.
  double quiet() const { return std::max(0.0, qr_quiet * code_module() - gap); }
  double foot_height() const { return code_ ? quiet() + code_height() : 22; }
  void foot() {
    double left = 0;
    if (code_) {
      top_ += quiet();
      fill(*code_, 0, top_, code_module(), code_module());
      left = code_->width * code_module() + std::max(2 * gap, qr_quiet * code_module());
    }
    const double width = face_width - left, height = face_height - top_;
    const Text check = text(breakable(label_.check_text),
                            {.width = width, .height = height / 2, .em = sizes.check, .whole = 6, .wrap = Wrap::words});
    double used = 0;
    if (!label_.check_text.empty()) {
      check.draw(cairo_, left, top_);
      used = check.height() + gap;
    }
    text(joined(label_.lines), {width, height - used, sizes.lines}).draw(cairo_, left, top_ + used);
  }

  cairo_t* cairo_;
  const Label& label_;
  const double dot_;
  std::optional<Modules> bars_, code_;
  double top_ = 0;
  double smallest_ = sizes.count;
};

}  // namespace

double draw_face(cairo_t* cairo, const Label& label, double dot) { return Face(cairo, label, dot).draw(); }

}  // namespace sealcart::label
