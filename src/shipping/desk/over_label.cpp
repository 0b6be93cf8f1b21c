#include "shipping/desk/over_label.h"

#include <array>

#include "core/wipe.h"
#include "desk/partner_data.h"
#include "label/label.h"
#include "shipping/rules/addressee.h"
#include "shipping/rules/offer.h"
#include "shipping/rules/scan.h"

namespace sealcart::shipping {
namespace {

constexpr std::array<std::string_view, 4> form_names = {"a6", "4x6", "zpl", "png"};
constexpr int dots_per_inch = 203;

Expected<Addressee> open_addressee(const seal::DeskKey& key, const store::Shipment& shipment) {
  auto contents = key.open(seal::Subject::addressee, shipment.number, shipment.sealed_addressee);
  if (!contents) return tl::unexpected(contents.error());
  auto addressee = read_addressee(*contents);
  sealcart::wipe(*contents);
  return addressee;
}

label::Label drawn_of(const OverLabelSource& source, const store::Shipment& shipment, const store::Parcel& parcel,
                      const Addressee& addressee) {
  const auto word = [&](const char* key) { return source.pages.word(key, source.language); };
  label::Label drawn{
      .heading = source.company + "\n" + desk::service_text(source.pages, shipment.service, source.language),
      .number = parcel.number,
      .code = parcel_code(parcel.number, parcel.parcel),
      .parcel = static_cast<int>(parcel.parcel.n),
      .of = static_cast<int>(parcel.parcel.of),
      .address = address_lines(addressee)};
  if (parcel.due) {
    drawn.amount_caption = word("parcel.due");
    drawn.amount = format(*parcel.due);
  }
  const std::string& day = addressee.fields[Field::day];
  const std::string& hours = addressee.fields[Field::hours];
  if (!day.empty()) drawn.lines.push_back(word("over_label.day") + " " + day);
  if (!hours.empty()) drawn.lines.push_back(word("over_label.hours") + " " + hours_label(hours));
  drawn.lines.push_back(word("parcel.size") + " " + parcel.size_class);
  return drawn;
}

void wipe_drawn(label::Label& drawn) {
  for (std::string& line : drawn.address) sealcart::wipe(line);
  for (std::string& line : drawn.lines) sealcart::wipe(line);
}

Print draw(const label::Label& drawn, const std::string& name, OverLabelForm form) {
  const std::span<const label::Label> one(&drawn, 1);
  switch (form) {
    case OverLabelForm::a6:
      return {label::pdf(one, label::Paper::a6), "application/pdf", name + ".pdf"};
    case OverLabelForm::inch_4x6:
      return {label::pdf(one, label::Paper::inch_4x6), "application/pdf", name + ".pdf"};
    case OverLabelForm::zpl:
      return {label::zpl(drawn, label::Paper::inch_4x6, dots_per_inch), "application/octet-stream", name + ".zpl"};
    case OverLabelForm::png:
      return {label::png(drawn, label::Paper::a6, dots_per_inch), "image/png", name + ".png"};
  }
  return {};
}

}  // namespace

Expected<std::vector<std::string>> open_address_lines(const seal::DeskKey& key, const store::Shipment& shipment) {
  auto addressee = open_addressee(key, shipment);
  if (!addressee) return tl::unexpected(addressee.error());
  std::vector<std::string> lines = address_lines(*addressee);
  wipe(*addressee);
  return lines;
}

std::string_view name(OverLabelForm form) { return form_names.at(static_cast<std::size_t>(form)); }

std::optional<OverLabelForm> parse_over_label_form(std::string_view text) {
  for (const OverLabelForm form : over_label_forms) {
    if (name(form) == text) return form;
  }
  return std::nullopt;
}

Expected<Print> print_over_label(const OverLabelSource& source, const store::Shipment& shipment,
                                 const store::Parcel& parcel, OverLabelForm form) {
  auto addressee = open_addressee(source.key, shipment);
  if (!addressee) return tl::unexpected(addressee.error());
  label::Label drawn = drawn_of(source, shipment, parcel, *addressee);
  if (!label::fits(drawn)) {
    // The name's reading is the first that a driver can do without.
    wipe_drawn(drawn);
    sealcart::wipe(addressee->fields[Field::kana]);
    drawn = drawn_of(source, shipment, parcel, *addressee);
  }
  wipe(*addressee);
  Expected<Print> print = problem(500, "label-too-long", "");
  if (const auto fits = label::fits(drawn); fits) {
    print = draw(drawn, "over-label-" + parcel.number + "-" + std::to_string(parcel.parcel.n), form);
  } else {
    print = tl::unexpected(fits.error());
  }
  wipe_drawn(drawn);
  return print;
}

}  // namespace sealcart::shipping
