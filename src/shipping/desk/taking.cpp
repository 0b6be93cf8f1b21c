#include "shipping/desk/taking.h"

#include "core/id.h"
#include "desk/store/audit.h"
#include "exchange/documents.h"
#include "protocol/tracking_event.h"
#include "protocol/verified.h"
#include "shipping/store/alarms.h"

namespace sealcart::shipping {
namespace {

using protocol::Label;

ReadScan begin_scan(std::string_view typed) {
  ReadScan scan{.scanned = read_scanned(typed), .digest = seal::sha256(seal::bytes(typed))};
  scan.state.readable = scan.scanned.kind != Scanned::Kind::nothing;
  scan.state.is_label = scan.scanned.kind == Scanned::Kind::document;
  return scan;
}

// Documents of another kind, for another company, of a mall that is none: not altered, but not for this desk.
bool is_foreign(const std::string& code) {
  return code == "document-type" || code == "document-audience" || code == "partner-unknown";
}

void refuse(ReadScan& scan, const Problem& problem) {
  (is_foreign(problem.code) ? scan.state.for_us : scan.state.signature_holds) = false;
  scan.detail = problem.code;
}

void verify(ReadScan& scan, const exchange::Partner& mall, const std::string& own_origin, Time now,
            const std::vector<protocol::VerifyKey>& keys) {
  auto label = protocol::decode<Label>(scan.scanned.text, mall.origin, own_origin, now, keys);
  if (!label) return refuse(scan, label.error());
  scan.mall = mall.id;
  if (label->number.kind != protocol::NumberKind::shipping) {
    return refuse(scan, {403, "document-audience", "A label for a credit company."});
  }
  scan.label = std::move(*label);
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// As a label of the shipment has to repeat it (docs/protocol.md): hashes of what crossed beside the numbers.
Promised promised_of(const store::Shipment& shipment) {
  Promised promised{.outcome = shipment.outcome,
                    .size_classes = words_of(shipment.parcels),
                    .cash_on_delivery = shipment.cash_on_delivery};
  if (!shipment.sealed_goods.empty()) {
    promised.goods_hash = protocol::document_hash(shipment.sealed_goods);
  } else if (!is_id(shipment.purchase)) {
    promised.goods_hash = protocol::document_hash(shipment.purchase);  // the sealed text in the number's place
  }
  if (shipment.outcome == protocol::Outcome::ok) {
    const protocol::Named given = given_to_mall(shipment);
    if (given.sealed) promised.addressee_hash = protocol::document_hash(*given.sealed);
  }
  return promised;
}

// The shipment that the label names, of the mall that signed it. A label may also name, by its purchase, one that was
// not accepted and has no shipping number.
std::optional<store::Shipment> shipment_for(sql::Connection& connection, const ReadScan& scan) {
  const Label& label = *scan.label;
  auto shipment = store::find_shipment(connection, label.number.name);
  if (!shipment) {
    shipment = store::find_request(connection, protocol::request_key(label.envelope.issuer, label.number.name));
    if (shipment && shipment->outcome == protocol::Outcome::ok) return std::nullopt;
  }
  if (shipment && shipment->mall != scan.mall) return std::nullopt;
  return shipment;
}

store::Parcel parcel_for(const store::Shipment& shipment, const Label& label, Time now) {
  const std::vector<std::string> sizes = words_of(shipment.parcels);
  return {.shipment = shipment.id,
          .mall = shipment.mall,
          .number = shipment.number,
          .parcel = label.parcel,
          .size_class = sizes.at(static_cast<std::size_t>(label.parcel.n - 1)),
          .label = label.envelope.id,
          .state = ParcelState::received,
          .due = label.parcel.n == 1 ? shipment.cash_on_delivery : std::nullopt,
          .received = now,
          .changed = now};
}

void look_for_parcel(sql::Connection& connection, const Label& label, ScanState& state, Taken& taken) {
  taken.parcel = store::find_parcel(connection, taken.shipment->number, label.parcel.n);
  state.opened = taken.parcel.has_value();
  state.same_print = state.opened && taken.parcel->label == label.envelope.id;
}

// Of a label: everything up to the decision. Receives the parcel when it is to be accepted.
void take_label(sql::Connection& connection, const ReadScan& scan, const Who& who, Taken& taken) {
  ScanState state = scan.state;
  taken.shipment = shipment_for(connection, scan);
  state.ours = taken.shipment.has_value();
  if (state.ours) {
    compare(*scan.label, promised_of(*taken.shipment), state);
    look_for_parcel(connection, *scan.label, state, taken);
  }
  taken.status = decide(state);
  if (taken.status != ScanStatus::accepted) return;
  taken.parcel = parcel_for(*taken.shipment, *scan.label, who.now);
  if (store::insert_parcel(connection, *taken.parcel, who.name)) return;
  // Another desk was quicker by a moment.
  look_for_parcel(connection, *scan.label, state, taken);
  taken.status = decide(state);
}

void log(sql::Connection& connection, const ReadScan& scan, const Who& who, const Taken& taken) {
  const std::string number = taken.parcel ? taken.parcel->number : taken.shipment ? taken.shipment->number : "";
  std::string outcome(name(taken.status));
  if (!taken.detail.empty()) outcome += ": " + taken.detail;
  desk::store::append_audit(connection, who.now, who.name, "scan", number, outcome);
  if (!is_alarm(taken.status)) return;
  store::add_alarm(connection,
                   {.at = who.now,
                    .operator_name = who.name,
                    .status = taken.status,
                    .number = number,
                    .mall = scan.mall,
                    .detail = taken.detail},
                   scan.digest);
}

}  // namespace

Task<ReadScan> read_scan(const exchange::Party& party, std::string typed) {
  ReadScan scan = begin_scan(typed);
  if (!scan.state.is_label) co_return scan;
  const auto sender = co_await exchange::find_sender(party, scan.scanned.text, Label::type, "mall");
  if (sender) {
    verify(scan, *sender->partner, party.config.origin, party.clock.now(), sender->keys);
  } else {
    refuse(scan, sender.error());
  }
  co_return scan;
}

ReadScan read_scan(const Counter& counter, std::string_view typed, Time now) {
  ReadScan scan = begin_scan(typed);
  if (!scan.state.is_label) return scan;
  const auto claimed = protocol::peek(scan.scanned.text, Label::type);
  const auto mall = claimed ? counter.partners.by_origin(claimed->issuer) : nullptr;
  if (!claimed) {
    refuse(scan, claimed.error());
  } else if (!mall || mall->role != "mall") {
    refuse(scan, {403, "partner-unknown", "No mall that we work with."});
  } else {
    verify(scan, *mall, counter.config.origin, now, mall->keys);
  }
  return scan;
}

Taken take(sql::Connection& connection, const Counter& counter, const ReadScan& scan, const Who& who) {
  Taken taken{.status = decide(scan.state), .detail = scan.detail};
  if (scan.label) {
    take_label(connection, scan, who, taken);
  } else if (taken.status == ScanStatus::number_alone) {
    taken.parcel = store::find_parcel(connection, scan.scanned.text, std::max<std::int64_t>(scan.scanned.n, 1));
  }
  log(connection, scan, who, taken);
  if (taken.status == ScanStatus::accepted) {
    tell(connection, counter, *taken.parcel, ParcelState::received, who.now);
    desk::store::append_audit(connection, who.now, who.name, "open-addressee", taken.parcel->number,
                              "over-label of parcel " + parcel_text(*taken.parcel));
  }
  return taken;
}

}  // namespace sealcart::shipping
