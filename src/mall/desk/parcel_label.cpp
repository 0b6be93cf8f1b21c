#include "mall/desk/parcel_label.h"

#include "core/id.h"
#include "desk/partner_data.h"
#include "protocol/label.h"

namespace sealcart::mall {
namespace {

// Hash of the sealed goods as they crossed to the company, if they did.
std::optional<std::string> goods_hash(const Handover& handover) {
  if (handover.disclosure == protocol::Disclosure::number_only) return std::nullopt;
  return protocol::document_hash(handover.sealed_goods);
}

std::optional<std::string> addressee_hash(const Handover& handover) {
  if (!handover.reply->sealed) return std::nullopt;
  return protocol::document_hash(*handover.reply->sealed);
}

// A label speaks both languages: who packs it and who takes it in may read either.
std::string service_on_label(const render::Pages& pages, const std::string& code) {
  const std::string en = desk::service_text(pages, code, render::Language::en);
  const std::string ja = desk::service_text(pages, code, render::Language::ja);
  return en == ja ? en : en + " " + ja;
}

}  // namespace

std::string sign_label(const Office& office, const store::Shipment& shipment, std::int64_t n) {
  const exchange::Party& party = office.party;
  const Handover& handover = shipment.handover();
  const auto carrier = party.partners.by_id(handover.partner);
  const Time now = party.clock.now();
  const protocol::Label label{.envelope = {party.config.origin, carrier ? carrier->origin : handover.partner,
                                           random_id(party.random), now, std::nullopt},
                              .number = {protocol::NumberKind::shipping, handover.reply->name},
                              .goods_hash = goods_hash(handover),
                              .person_hash = addressee_hash(handover),
                              .parcel = {n, static_cast<std::int64_t>(handover.parcels.size())},
                              .cash_on_delivery = n == 1 ? handover.amount : std::nullopt};
  return protocol::encode(label, party.keys.signer(now));
}

label::Label drawn_label(const Office& office, const store::Shipment& shipment, const Parcel& parcel) {
  const exchange::Party& party = office.party;
  const Handover& handover = shipment.handover();
  const auto carrier = party.partners.by_id(handover.partner);
  const std::string& name = handover.reply->name;
  label::Label drawn{
      .heading = (carrier ? carrier->name : handover.partner) + "\n" + service_on_label(party.pages, handover.service),
      .sender = party.config.name + "\n" + party.config.location,
      // In sealed-only mode the number is the carrier's own secret: the QR code alone names the parcel.
      .number = is_id(name) ? name : std::string(),
      .code = parcel.label,
      .check_text = protocol::check_text(parcel.label),
      .parcel = static_cast<int>(parcel.n),
      .of = static_cast<int>(handover.parcels.size())};
  if (parcel.n == 1 && handover.amount) {
    drawn.amount_caption = "Cash on delivery 代金引換";
    drawn.amount = format(*handover.amount);
  }
  drawn.lines.push_back("Size class " + handover.parcels.at(static_cast<std::size_t>(parcel.n - 1)));
  return drawn;
}

}  // namespace sealcart::mall
