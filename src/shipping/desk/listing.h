// Lists, and what stands in them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "desk/query.h"
#include "desk/session.h"
#include "shipping/desk/office.h"
#include "shipping/rules/parcel_steps.h"
#include "shipping/rules/scan.h"

namespace sealcart::shipping {

inline constexpr std::int64_t rows_of_a_page = 50;

// Words of a state, of a reason, of a scan; `text`: the name as stored.
std::string_view word_key(ParcelState state);
std::string_view reason_key(std::string_view reason);  // of a reason of parcel_steps.h; not of the empty one
std::string_view word_key(ScanStatus status);

// A text, or nothing where it is empty: for sections of templates.
inline render::Data text_if_any(std::string text) {
  return text.empty() ? render::Data(false) : render::Data(std::move(text));
}

struct Reader {
  Reader(const Office& office, const http::Request& request)
      : party(office.party), language(exchange::language(request)) {}
  const exchange::Party& party;
  const render::Language language;
  const std::string& word(std::string_view key) const { return party.pages.word(key, language); }
};

// A parcel as lists and pages show it: id, number, part ("1/2"), mall, size, state, good, bad, reason, due, at.
render::Data parcel_data(const Reader& reader, const store::Parcel& parcel);

// Sets `newer` and `older` for _pager, for a list at `path` with `query` ("state=1&", may be empty) that was read with
// one row too many: `last` is the id of the last row that is shown, 0 when there are no more.
void set_pager(render::Data& data, const std::string& path, const std::string& query, std::int64_t before,
               std::int64_t last);

Problem not_found();

}  // namespace sealcart::shipping
