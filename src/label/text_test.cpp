#include "label/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "label/canvas.h"

namespace sealcart::label {
namespace {

constexpr double per_mm = 50;  // what was drawn is told in whole units

struct Paperless {
  Paperless() { cairo_scale(canvas.get(), per_mm, per_mm); }
  Surface surface{cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr)};
  Canvas canvas{cairo_create(surface.get())};
};

std::string words() {
  const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "東", "京都", "。", "ー", "g", "Wide", " ", "-", "\n", "1", "々", "Straßenname", "ｶﾞ"));
  std::string text;
  for (const std::string& part : parts) text += part;
  return text;
}

RC_GTEST_PROP(Text, KeepsToItsPlace, ()) {
  const std::string content = words();
  Text::Place place{.width = *rc::gen::inRange(15, 100) * 1.0,
                    .height = *rc::gen::inRange(3, 60) * 1.0,
                    .em = *rc::gen::inRange(15, 80) / 10.0,
                    .align = *rc::gen::element(Align::left, Align::centre, Align::right)};
  place.whole = place.em * *rc::gen::inRange(5, 11) / 10;
  const Paperless paper;
  const Text text(paper.canvas.get(), content, place);
  RC_ASSERT(text.em() <= place.em);
  RC_ASSERT(text.height() <= place.height);
  // What was really drawn. Letters may reach over what they are reckoned to take, but not by much.
  text.draw(paper.canvas.get(), 0, 0);
  double x = 0, y = 0, width = 0, height = 0;
  cairo_recording_surface_ink_extents(paper.surface.get(), &x, &y, &width, &height);
  const double over = 0.2 * place.em * per_mm;
  RC_ASSERT(x >= -over && x + width <= place.width * per_mm + over);
  RC_ASSERT(y >= -over && y + height <= place.height * per_mm + over);
}

TEST(Text, IsSetSmallerBeforeALineIsBroken) {
  const Paperless paper;
  const auto set = [&](double width, double whole) {
    return Text(paper.canvas.get(), "東京都渋谷区", {.width = width, .height = 20, .em = 5, .whole = whole});
  };
  EXPECT_EQ(set(30.1, 4).em(), 5);
  EXPECT_LT(set(25, 4).em(), 4.2);
  EXPECT_LT(set(25, 4).height(), 6);
  EXPECT_EQ(set(20, 4).em(), 5);
  EXPECT_GT(set(20, 4).height(), 10);
}

}  // namespace
}  // namespace sealcart::label
