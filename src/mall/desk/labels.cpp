// GET /label/:number/:parcel : the latest print of a parcel's label, as PDF, PNG, ZPL or text. POST …/reprint: another
// print.
#include "desk/frame.h"
#include "desk/query.h"
#include "desk/store/audit.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/parcel_label.h"
#include "mall/store/parcels.h"

namespace sealcart::mall {
namespace {

constexpr int printer_dots_per_inch = 203;
constexpr int picture_dots_per_inch = 300;

struct Named {
  store::Shipment shipment;
  std::int64_t n = 0;
  const Parcel& parcel() const { return shipment.parcels.at(static_cast<std::size_t>(n - 1)); }
};

Task<Expected<Named>> load(Office& office, const http::Request& request) {
  const std::string number = request.captures.at(0);
  const std::int64_t n = desk::row_number(request.captures.at(1));
  auto shipment =
      co_await office.party.database.read([&](sql::Connection& c) { return store::find_shipment(c, number); });
  if (!shipment || n < 1 || n > static_cast<std::int64_t>(shipment->parcels.size())) {
    co_return problem(404, "shipment-unknown", "No parcel of that number has been packed.");
  }
  if (shipment->purchase.cancelled) {
    co_return problem(409, "purchase-cancelled", "The purchase has been cancelled: this parcel must not leave.");
  }
  co_return Named{std::move(*shipment), n};
}

}  // namespace

Task<http::Response> send_label(Office& office, const http::Request& request, const Session& session) {
  const auto named = co_await load(office, request);
  if (!named) co_return desk::problem_page(office.desk, request, session, named.error());
  const label::Label drawn = drawn_label(office, named->shipment, named->parcel());
  const auto query = http::Form::parse(request.query);
  const std::string_view form = query ? query->get("as") : std::string_view();
  const std::string name = "label-" + named->shipment.number.substr(0, 8) + "-" + std::to_string(named->n);
  const auto paper = query && query->get("paper") == "4x6" ? label::Paper::inch_4x6 : label::Paper::a6;
  if (form == "zpl") {
    co_return desk::file(label::zpl(drawn, paper, printer_dots_per_inch), "application/octet-stream", name + ".zpl",
                         true);
  }
  if (form == "png") {
    co_return desk::file(label::png(drawn, paper, picture_dots_per_inch), "image/png", name + ".png", false);
  }
  // What the QR code says, for a scanner that is another program.
  if (form == "text") co_return desk::file(drawn.code, "text/plain; charset=utf-8", name + ".txt", false);
  co_return desk::file(label::pdf({&drawn, 1}, paper), "application/pdf", name + ".pdf", false);
}

Task<http::Response> reprint_label(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const auto named = co_await load(office, request);
  if (!named) co_return desk::problem_page(office.desk, request, session, named.error());
  const std::string number = named->shipment.number, reason(form->get("reason").substr(0, 200));
  if (reason.empty()) {
    co_return desk::problem_page(office.desk, request, session,
                                 {422, "reason-missing", "Say why the label is printed again."});
  }
  if (named->parcel().state != ParcelState::packed) {
    co_return desk::problem_page(office.desk, request, session,
                                 {409, "parcel-gone", "This parcel has been handed over already."});
  }
  const std::string document = sign_label(office, named->shipment, named->n);
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) {
    store::set_label(c, number, named->n, document);
    desk::store::append_audit(c, now, session.operator_name, "reprint-label", number, reason);
  });
  co_return desk::done("/packing/" + number, "reprint-label");
}

}  // namespace sealcart::mall
