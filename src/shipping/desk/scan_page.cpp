// GET and POST /scan: acceptance (seed S1224). One field that a hand scanner types into; the answer in colour, words
// and sound, and with an accepted label the over-label.
#include <spdlog/logger.h>

#include "core/wipe.h"
#include "desk/frame.h"
#include "shipping/desk/endpoints.h"
#include "shipping/desk/listing.h"
#include "shipping/desk/over_label.h"
#include "shipping/desk/taking.h"

namespace sealcart::shipping {
namespace {

std::string_view advice_key(ScanStatus status) {
  switch (status) {
    case ScanStatus::unreadable:
      return "scan.unreadable-advice";
    case ScanStatus::number_alone:
      return "scan.number-alone-advice";
    case ScanStatus::foreign:
      return "scan.foreign-advice";
    case ScanStatus::tampered:
      return "scan.tampered-advice";
    case ScanStatus::not_accepted:
      return "scan.not-accepted-advice";
    case ScanStatus::wrong_parcel:
      return "scan.wrong-parcel-advice";
    case ScanStatus::wrong_cash:
      return "scan.wrong-cash-advice";
    case ScanStatus::duplicate:
      return "scan.duplicate-advice";
    case ScanStatus::reprint:
      return "scan.reprint-advice";
    case ScanStatus::accepted:
      return "scan.accepted-advice";
  }
  return {};
}

render::Data form_options(OverLabelForm chosen, const Reader& reader) {
  render::Data list{render::Data::type::list};
  const std::string_view keys[] = {"form.a6", "form.4x6", "form.zpl", "form.png"};
  for (const OverLabelForm form : over_label_forms) {
    render::Data one;
    one.set("value", std::string(name(form)));
    one.set("text", reader.word(keys[static_cast<std::size_t>(form)]));
    one.set("chosen", form == chosen);
    list.push_back(std::move(one));
  }
  return list;
}

// The file in the page itself: it is nowhere else.
std::string data_address(const Print& print) {
  std::string base64 = seal::base64url(seal::bytes(print.bytes));
  for (char& c : base64) c = c == '-' ? '+' : c == '_' ? '/' : c;
  base64.append((4 - base64.size() % 4) % 4, '=');
  return "data:" + print.content_type + ";base64," + base64;
}

http::Response draw(Office& office, const http::Request& request, const Session& session, render::Data data,
                    OverLabelForm form) {
  const Reader reader(office, request);
  data.set("forms", form_options(form, reader));
  desk::switch_language_at(data, "/scan");
  auto response = desk::page(office.desk, request, session, "scan", "scan.title", std::move(data));
  response.headers.emplace_back("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
  return response;
}

void set_print(Office& office, const Reader& reader, const Taken& taken, OverLabelForm form, render::Data& answer) {
  auto print = print_over_label({office.desk.key, office.party.pages, office.party.config.name, reader.language},
                                *taken.shipment, *taken.parcel, form);
  if (!print) {
    // The parcel is received all the same; its page prints the label once this is mended.
    office.party.log.error("over-label number={} {}", taken.parcel->number, print.error().code);
    answer.set("fault", print.error().detail);
    return;
  }
  answer.set("print", data_address(*print));
  answer.set("file", print->file_name);
  wipe(print->bytes);
}

render::Data answer_data(Office& office, const Reader& reader, const Taken& taken, OverLabelForm form) {
  render::Data answer;
  answer.set("status", std::string(name(taken.status)));
  answer.set("good", taken.status == ScanStatus::accepted);
  answer.set("ask", taken.status == ScanStatus::number_alone || taken.status == ScanStatus::unreadable);
  answer.set("bad", is_alarm(taken.status));
  answer.set("heading", reader.word(word_key(taken.status)));
  answer.set("advice", reader.word(advice_key(taken.status)));
  answer.set("detail", text_if_any(taken.detail));
  if (taken.parcel) answer.set("parcel", parcel_data(reader, *taken.parcel));
  if (taken.status == ScanStatus::accepted) set_print(office, reader, taken, form, answer);
  return answer;
}

}  // namespace

Task<http::Response> show_scan(Office& office, const http::Request& request, const Session& session) {
  co_return draw(office, request, session, {}, OverLabelForm::a6);
}

Task<http::Response> scan(Office& office, const http::Request& request, const Session& session) {
  const auto posted = exchange::own_form(office.party, request);
  if (!posted) co_return desk::problem_page(office.desk, request, session, posted.error());
  const OverLabelForm form = parse_over_label_form(posted->get("form")).value_or(OverLabelForm::a6);
  const ReadScan read = co_await read_scan(office.party, std::string(posted->get("code")));
  const Who who{session.operator_name, office.party.clock.now()};
  // Durable before the seal is opened.
  const Taken taken =
      co_await office.party.database.write([&](sql::Connection& c) { return take(c, office.counter, read, who); });
  office.party.log.info("scan {} number={}", name(taken.status), taken.parcel ? taken.parcel->number : "-");
  render::Data data;
  data.set("answer", answer_data(office, Reader(office, request), taken, form));
  co_return draw(office, request, session, std::move(data), form);
}

}  // namespace sealcart::shipping
