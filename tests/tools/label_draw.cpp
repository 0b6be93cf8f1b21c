// Draws labels for tests: reads {"as": "pdf" | "png" | "zpl" | "fits", "paper": "a6" | "inch_4x6" | "a4_sheet",
// "first_place", "dots_per_inch", "labels": [{members of label::Label}]} from standard input, and writes the drawing,
// or the code of the problem, to standard output.
#include <boost/json.hpp>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "label/label.h"

namespace {

namespace json = boost::json;
using namespace sealcart::label;

std::string text(const json::object& from, const char* name) {
  const json::value* value = from.if_contains(name);
  return value == nullptr ? std::string() : json::value_to<std::string>(*value);
}
int number(const json::object& from, const char* name, int otherwise) {
  const json::value* value = from.if_contains(name);
  return value == nullptr ? otherwise : value->to_number<int>();
}
std::vector<std::string> texts(const json::object& from, const char* name) {
  const json::value* value = from.if_contains(name);
  return value == nullptr ? std::vector<std::string>() : json::value_to<std::vector<std::string>>(*value);
}

Label label(const json::object& from) {
  return {.heading = text(from, "heading"),
          .sender = text(from, "sender"),
          .number = text(from, "number"),
          .code = text(from, "code"),
          .check_text = text(from, "check_text"),
          .parcel = number(from, "parcel", 1),
          .of = number(from, "of", 1),
          .amount_caption = text(from, "amount_caption"),
          .amount = text(from, "amount"),
          .address = texts(from, "address"),
          .lines = texts(from, "lines")};
}

Paper paper(const std::string& name) {
  if (name == "a6") return Paper::a6;
  if (name == "inch_4x6") return Paper::inch_4x6;
  if (name == "a4_sheet") return Paper::a4_sheet;
  throw std::runtime_error("There is no paper " + name);
}

std::string draw(const json::object& job) {
  std::vector<Label> labels;
  for (const json::value& each : job.at("labels").as_array()) labels.push_back(label(each.as_object()));
  const std::string as = text(job, "as");
  if (as == "fits") {
    const auto fit = fits(labels.at(0));
    return fit ? "ok" : fit.error().code;
  }
  const Paper on = paper(text(job, "paper"));
  if (as == "pdf") return pdf(labels, on, number(job, "first_place", 0));
  const int dots_per_inch = number(job, "dots_per_inch", 203);
  if (as == "png") return png(labels.at(0), on, dots_per_inch);
  if (as == "zpl") return zpl(labels.at(0), on, dots_per_inch);
  throw std::runtime_error("There is no output " + as);
}

}  // namespace

int main() try {
  const std::string input(std::istreambuf_iterator<char>(std::cin), {});
  std::cout << draw(json::parse(input).as_object());
  return std::cout.flush() ? 0 : 1;
} catch (const std::exception& failure) {
  std::cerr << failure.what() << '\n';
  return 1;
}
