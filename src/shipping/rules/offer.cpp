#include "shipping/rules/offer.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <optional>

#include "core/day.h"
#include "core/integer.h"
#include "shipping/rules/typed.h"

namespace sealcart::shipping {
namespace {

constexpr std::size_t most_windows = 12, most_points = 50, most_point_name = 60;
constexpr int days_offered = 7;

// The parts of `text` between separators; empty ones are left out.
std::vector<std::string_view> parts(std::string_view text, char separator) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) found.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

std::optional<protocol::SizeClass> size_class(std::string_view text) {
  const auto fields = parts(text, ':');
  if (fields.size() != 3) return std::nullopt;
  const auto girth = parse_integer(fields[1]), weight = parse_integer(fields[2]);
  if (!girth || !weight) return std::nullopt;
  return protocol::SizeClass{std::string(fields[0]), *girth, *weight};
}

// "09-12": two full hours, the first before the second.
bool is_window(std::string_view text) {
  if (text.size() != 5 || text[2] != '-') return false;
  const auto from = parse_integer(text.substr(0, 2)), until = parse_integer(text.substr(3));
  return from && until && *from >= 0 && *from < *until && *until <= 24;
}

std::optional<PickupPoint> pickup_point(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || !protocol::is_term_id(text.substr(0, equals))) return std::nullopt;
  auto name = plain_text(text.substr(equals + 1));
  if (!name || name->empty() || name->size() > most_point_name) return std::nullopt;
  return PickupPoint{std::string(text.substr(0, equals)), std::move(*name)};
}

}  // namespace

Expected<Offer> read_offer(const OfferTexts& texts) {
  const auto refuse = [](const char* setting, std::string_view part) {
    return problem(500, "offer-malformed", "'" + std::string(setting) + "': '" + std::string(part) + "' will not do");
  };
  Offer offer{.terms = {.cash_on_delivery = texts.cash_on_delivery}};
  for (const std::string_view part : parts(texts.size_classes, ' ')) {
    auto one = size_class(part);
    if (!one) return refuse("size_classes", part);
    offer.terms.classes.push_back(std::move(*one));
  }
  for (const std::string_view part : parts(texts.services, ' ')) offer.terms.services.emplace_back(part);
  // Bounds and order are those of the published terms.
  if (protocol::decode_carrier_terms(protocol::encode(offer.terms)) != offer.terms) {
    return refuse("size_classes' or 'services", texts.size_classes + "' with '" + texts.services);
  }
  for (const std::string_view part : parts(texts.hours, ' ')) {
    if (!is_window(part) || offer.hours.size() == most_windows) return refuse("hours", part);
    offer.hours.emplace_back(part);
  }
  for (const std::string_view part : parts(texts.pickup_points, ';')) {
    auto one = pickup_point(part);
    const bool doubled = one && std::any_of(offer.points.begin(), offer.points.end(),
                                            [&](const PickupPoint& point) { return point.id == one->id; });
    if (!one || doubled || offer.points.size() == most_points) return refuse("pickup_points", part);
    offer.points.push_back(std::move(*one));
  }
  return offer;
}

std::string hours_label(std::string_view window) {
  assert(is_window(window));
  return std::string(window.substr(0, 2)) + ":00–" + std::string(window.substr(3)) + ":00";
}

std::vector<std::string> delivery_days(Time now) {
  std::vector<std::string> days;
  days.reserve(days_offered);
  for (int i = 0; i < days_offered; ++i) days.push_back(day_text(days_later(now, 2 + i)));
  return days;
}

int weekday(std::string_view day) {
  const auto year = parse_integer(day.substr(0, 4)), month = parse_integer(day.substr(5, 2)),
             date = parse_integer(day.substr(8, 2));
  assert(year && month && date);
  using namespace std::chrono;
  const year_month_day read{std::chrono::year(static_cast<int>(*year)),
                            std::chrono::month(static_cast<unsigned>(*month)),
                            std::chrono::day(static_cast<unsigned>(*date))};
  return static_cast<int>(std::chrono::weekday(sys_days(read)).c_encoding());
}

}  // namespace sealcart::shipping
