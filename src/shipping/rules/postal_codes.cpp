#include "shipping/rules/postal_codes.h"

#include <algorithm>

#include "shipping/rules/typed.h"

namespace sealcart::shipping {

// `text_` is kept in a string on the heap whose characters do not move when the object does: it is far longer than the
// few characters that a string keeps in itself, or else it has no rows.
Expected<PostalCodes> PostalCodes::read(std::string_view lines) {
  constexpr std::size_t kept_in_itself = 32;
  PostalCodes codes;
  codes.text_.reserve(lines.size() + kept_in_itself);
  codes.text_ = lines;
  std::string_view rest = codes.text_;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    Row row;
    for (std::string_view* field : {&row.code, &row.region, &row.city, &row.town}) {
      *field = line.substr(0, line.find('\t'));
      line.remove_prefix(std::min(field->size() + 1, line.size()));
    }
    const bool sound = line.empty() && japanese_postal_code(row.code) == row.code && !row.region.empty() &&
                       !row.city.empty() && plain_text(row.region) && plain_text(row.city) && plain_text(row.town);
    if (!sound) return problem(500, "postal-codes-malformed", "line " + std::to_string(number) + " will not do");
    codes.rows_.push_back(row);
  }
  std::stable_sort(codes.rows_.begin(), codes.rows_.end(), [](const Row& a, const Row& b) { return a.code < b.code; });
  return codes;
}

std::optional<Place> PostalCodes::find(std::string_view code) const {
  const auto at = std::lower_bound(rows_.begin(), rows_.end(), code,
                                   [](const Row& row, std::string_view wanted) { return row.code < wanted; });
  if (at == rows_.end() || at->code != code) return std::nullopt;
  Place place{std::string(at->region), std::string(at->city), std::string(at->town)};
  // A code of several towns names none of them.
  if (at + 1 != rows_.end() && (at + 1)->code == code && (at + 1)->town != at->town) place.town.clear();
  return place;
}

}  // namespace sealcart::shipping
