// The over-label: what the seal says of the addressee, made into what is printed over the mall's label. Nothing of it
// is kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "render/pages.h"
#include "seal/open.h"
#include "shipping/desk/counter.h"

namespace sealcart::shipping {

// Only after the audit log says so, durably. Problems: those of DeskKey::open and read_addressee.
Expected<std::vector<std::string>> open_address_lines(const seal::DeskKey& key, const store::Shipment& shipment);

enum class OverLabelForm { a6, inch_4x6, zpl, png };
inline constexpr OverLabelForm over_label_forms[] = {OverLabelForm::a6, OverLabelForm::inch_4x6, OverLabelForm::zpl,
                                                     OverLabelForm::png};
std::string_view name(OverLabelForm form);  // "a6", "4x6", "zpl", "png"
std::optional<OverLabelForm> parse_over_label_form(std::string_view name);

struct Print {
  std::string bytes, content_type, file_name;
};
// Opens the seal and draws. Problems: also those of label::fits.
struct OverLabelSource {
  const seal::DeskKey& key;
  const render::Pages& pages;
  const std::string& company;
  render::Language language = render::Language::en;
};
Expected<Print> print_over_label(const OverLabelSource& source, const store::Shipment& shipment,
                                 const store::Parcel& parcel, OverLabelForm form);

}  // namespace sealcart::shipping
