// GET /purchases/:number: a purchase's hand-overs and what became of its money. Never what was bought: only the packing
// desk opens that.
#include "core/amount.h"
#include "core/day.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "exchange/store/letters.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/remittance_data.h"
#include "mall/store/purchases.h"
#include "mall/store/reckonings.h"
#include "mall/store/refunds.h"
#include "mall/store/remittances.h"

namespace sealcart::mall {
namespace {

// All that is known of one hand-over.
struct Known {
  const Handover* handover = nullptr;
  Moved moved;
  std::vector<store::ClaimLine> claims;
  std::vector<store::Refund> refunds;
  std::optional<store::VoidRow> voided;
  std::vector<store::RemittanceLine> remittances;
  std::optional<store::ReckonedHandover> reckoning;
  std::vector<std::optional<std::string>> refund_letters;  // beside refunds: exchange::store::letter_refusal
  std::optional<std::string> void_letter;
};

Known know(sql::Connection& connection, const Handover& handover) {
  Known known{.handover = &handover,
              .moved = store::moved(connection, handover),
              .claims = store::claims(connection, handover.number),
              .refunds = store::refunds(connection, handover.number),
              .voided = store::find_void(connection, handover.number),
              .remittances = store::lines_of_handover(connection, handover.number),
              .reckoning = store::find_reckoning(connection, handover.number)};
  for (const store::Refund& refund : known.refunds) {
    known.refund_letters.push_back(exchange::store::letter_refusal(connection, handover.partner, refund.document));
  }
  if (known.voided) {
    known.void_letter = exchange::store::letter_refusal(connection, handover.partner, known.voided->document);
  }
  return known;
}

// Whether the company has a document: a word, or the code by which it refused.
void add_letter(const std::optional<std::string>& letter, render::Data& data) {
  data.set("letter_taken", !letter);
  data.set("letter_waiting", letter && letter->empty());
  if (letter && !letter->empty()) data.set("letter_refused", *letter);
}

void add_state(const Office& office, State state, render::Language language, render::Data& data) {
  data.set("state", office.party.pages.word("state." + std::string(name(state)), language));
  data.set("good", state == State::ok);
  data.set("bad", state == State::no || state == State::ng);
}

void add_money(const Known& known, const Currency& currency, bool clerk, render::Data& data) {
  const auto money = [&](std::int64_t minor) { return format(Money{minor, currency}); };
  data.set("money", true);
  data.set("authorised", money(known.moved.authorised));
  data.set("claimed", money(known.moved.claimed));
  data.set("refunded", money(known.moved.refunded));
  if (refundable(known.moved) > 0 && clerk) {
    data.set("refundable", amount_text({refundable(known.moved), currency}));
    data.set("currency", currency.code());
  }
  data.set("voidable", voidable(known.moved) > 0 && clerk);
  if (known.reckoning) {
    data.set("paid", money(known.reckoning->sum.paid));
    data.set("fees", money(known.reckoning->sum.fees));
    data.set("open", money(known.reckoning->sum.open()));
    data.set("at_zero", known.reckoning->sum.open() == 0);
  }
}

void add_documents(const Known& known, render::Data& data) {
  render::Data claims{render::Data::type::list}, refunds{render::Data::type::list};
  for (const store::ClaimLine& claim : known.claims) {
    render::Data one;
    one.set("number", claim.number);
    one.set("amount", format(claim.amount));
    one.set("created", time_text(claim.created));
    one.set("last", claim.last);
    claims.push_back(std::move(one));
  }
  for (std::size_t i = 0; i < known.refunds.size(); ++i) {
    const store::Refund& refund = known.refunds[i];
    render::Data one;
    one.set("number", refund.number);
    one.set("amount", format(refund.amount));
    one.set("created", time_text(refund.created));
    one.set("who", refund.operator_name);
    add_letter(known.refund_letters[i], one);
    refunds.push_back(std::move(one));
  }
  data.set("claims", std::move(claims));
  data.set("refunds", std::move(refunds));
  if (!known.voided) return;
  render::Data voided;
  voided.set("created", time_text(known.voided->created));
  voided.set("who", known.voided->operator_name);
  add_letter(known.void_letter, voided);
  data.set("voided", std::move(voided));
}

render::Data handover_data(const Office& office, const Known& known, render::Language language, bool clerk) {
  const Handover& h = *known.handover;
  render::Data data;
  data.set("number", h.number);
  data.set("company", desk::partner_name(office.party, h.partner));
  data.set("credit", h.role == Role::credit);
  data.set("shipping", h.role == Role::shipping);
  if (h.amount) data.set("amount", format(*h.amount));
  data.set("created", time_text(h.created));
  data.set("expires", time_text(h.expires));
  if (h.answered) data.set("answered", time_text(*h.answered));
  // In sealed-only mode it is a sealed text, which nobody reads.
  if (h.reply) data.set("gave", h.reply->name.size() > 64 ? h.reply->name.substr(0, 24) + "…" : h.reply->name);
  if (!h.parcels.empty()) {
    std::string sizes;
    for (const std::string& size : h.parcels) sizes += (sizes.empty() ? "" : ", ") + size;
    data.set("parcels", sizes);
    data.set("service", desk::service_text(office.party.pages, h.service, language));
  }
  add_state(office, h.state, language, data);
  if (h.amount && h.role == Role::credit && h.state == State::ok) add_money(known, h.amount->currency, clerk, data);
  add_documents(known, data);
  if (h.amount) data.set("remittances", lines_data(office, known.remittances, h.amount->currency, language));
  return data;
}

}  // namespace

Task<http::Response> show_purchase(Office& office, const http::Request& request, const Session& session) {
  const std::string number = request.captures.at(0);
  struct Page {
    std::optional<Purchase> purchase;
    std::vector<Known> known;
  };
  Page shown;
  shown = co_await office.party.database.read([&](sql::Connection& c) {
    Page page;
    page.purchase = store::purchase_by_number(c, number);
    return page;
  });
  if (!shown.purchase) {
    co_return desk::problem_page(office.desk, request, session, {404, "not-found", "No purchase has this number."});
  }
  const Purchase& purchase = *shown.purchase;
  shown.known = co_await office.party.database.read([&](sql::Connection& c) {
    std::vector<Known> all;
    for (const Handover& handover : purchase.handovers) all.push_back(know(c, handover));
    return all;
  });
  const render::Language language = exchange::language(request);
  const bool clerk = session.role >= desk::Role::clerk;
  render::Data data, handovers{render::Data::type::list};
  data.set("number", purchase.number);
  data.set("total", format(purchase.total));
  data.set("created", time_text(purchase.created));
  data.set("digital", purchase.digital);
  data.set("physical", purchase.physical);
  add_state(office, purchase.state, language, data);
  for (const Known& known : shown.known) handovers.push_back(handover_data(office, known, language, clerk));
  data.set("handovers", std::move(handovers));
  co_return desk::page(office.desk, request, session, "purchase", "purchase.title", std::move(data));
}

}  // namespace sealcart::mall
