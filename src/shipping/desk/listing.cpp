#include "shipping/desk/listing.h"

#include <cassert>

#include "core/day.h"
#include "desk/frame.h"
#include "desk/partner_data.h"

namespace sealcart::shipping {

std::string_view word_key(ParcelState state) {
  switch (state) {
    case ParcelState::received:
      return "state.received";
    case ParcelState::dispatched:
      return "state.dispatched";
    case ParcelState::delivered:
      return "state.delivered";
    case ParcelState::failed:
      return "state.failed";
    case ParcelState::returned:
      return "state.returned";
    case ParcelState::collected:
      return "state.collected";
  }
  assert(false);
  return {};
}

std::string_view reason_key(std::string_view reason) {
  if (reason == refused_reason) return "reason.refused";
  if (reason == "nobody-in") return "reason.nobody-in";
  if (reason == "address-wrong") return "reason.address-wrong";
  if (reason == "no-cash") return "reason.no-cash";
  assert(reason == "damaged");
  return "reason.damaged";
}

std::string_view word_key(ScanStatus status) {
  switch (status) {
    case ScanStatus::unreadable:
      return "scan.unreadable";
    case ScanStatus::number_alone:
      return "scan.number-alone";
    case ScanStatus::foreign:
      return "scan.foreign";
    case ScanStatus::tampered:
      return "scan.tampered";
    case ScanStatus::not_accepted:
      return "scan.not-accepted";
    case ScanStatus::wrong_parcel:
      return "scan.wrong-parcel";
    case ScanStatus::wrong_cash:
      return "scan.wrong-cash";
    case ScanStatus::duplicate:
      return "scan.duplicate";
    case ScanStatus::reprint:
      return "scan.reprint";
    case ScanStatus::accepted:
      return "scan.accepted";
  }
  assert(false);
  return {};
}

render::Data parcel_data(const Reader& reader, const store::Parcel& parcel) {
  render::Data one;
  one.set("id", std::to_string(parcel.id));
  one.set("number", parcel.number);
  one.set("part", std::to_string(parcel.parcel.n) + "/" + std::to_string(parcel.parcel.of));
  one.set("mall", desk::partner_name(reader.party, parcel.mall));
  one.set("size", parcel.size_class);
  one.set("state", reader.word(word_key(parcel.state)));
  one.set("good", parcel.state == ParcelState::delivered);
  one.set("bad", parcel.state == ParcelState::failed);
  one.set("reason", text_if_any(parcel.reason.empty() ? std::string() : reader.word(reason_key(parcel.reason))));
  one.set("due", text_if_any(parcel.due ? format(*parcel.due) : std::string()));
  one.set("at", time_text(parcel.changed));
  return one;
}

void set_pager(render::Data& data, const std::string& path, const std::string& query, std::int64_t before,
               std::int64_t last) {
  if (before > 0) data.set("newer", path + (query.empty() ? "" : "?" + query));
  if (last > 0) data.set("older", path + "?" + query + "before=" + std::to_string(last));
}

Problem not_found() { return {404, "not-found", "There is no such page."}; }

}  // namespace sealcart::shipping
