#include "protocol/remittance_advice.h"

#include <boost/json.hpp>
#include <cassert>
#include <numeric>

#include "protocol/fields.h"
#include "protocol/verified.h"

namespace sealcart::protocol {
namespace {

namespace json = boost::json;

static_assert(max_remittance_items * 2 * max_amount < INT64_MAX, "no total overflows");

// Bytes of a document's payload that its items may fill: three quarters of the document without header and signature,
// less the other members with the longest host names.
constexpr std::size_t room_for_items = 47'000;
// Bytes of an item beside its name, at most.
constexpr std::size_t around_name =
    std::string_view(R"({"shipping":"","kind":"correction","amount":-1000000000000,"fee":1000000000000},)").size();

bool is_item(const RemittanceItem& item) {
  if (item.amount < -max_amount || item.amount > max_amount || item.fee < 0 || item.fee > max_amount) return false;
  switch (item.kind) {
    case RemittanceKind::capture:
    case RemittanceKind::collected:
      return item.amount > 0;
    case RemittanceKind::refund:
    case RemittanceKind::chargeback:
      return item.amount < 0;
    case RemittanceKind::correction:
      return true;
  }
  assert(false);
  return false;
}

bool is_part(std::int64_t part, std::int64_t parts) {
  return part >= 1 && part <= parts && parts <= std::int64_t{max_remittance_parts};
}

std::optional<RemittanceItem> read_item(const json::value& entry, NumberKind numbers) {
  if (!entry.is_object()) return std::nullopt;
  const json::object& object = entry.get_object();
  auto number = company_number_field(object);
  const auto kind_text = text_field(object, "kind");
  const auto kind = kind_text ? parse_remittance_kind(*kind_text) : std::nullopt;
  const auto amount = integer_field(object, "amount"), fee = integer_field(object, "fee");
  if (!number || number->kind != numbers || !kind || !amount || !fee) return std::nullopt;
  RemittanceItem item{std::move(number->name), *kind, *amount, *fee};
  if (!is_item(item)) return std::nullopt;
  return item;
}

// Sets `numbers` to the kind of the first item, which the others must share.
std::optional<std::vector<RemittanceItem>> items_field(const json::object& payload, NumberKind& numbers) {
  const auto* value = payload.if_contains("items");
  if (value == nullptr || !value->is_array()) return std::nullopt;
  const json::array& list = value->get_array();
  if (list.empty() || list.size() > max_remittance_items || !list.front().is_object()) return std::nullopt;
  numbers =
      has_field(list.front().get_object(), name(NumberKind::receipt)) ? NumberKind::receipt : NumberKind::shipping;
  std::vector<RemittanceItem> items;
  items.reserve(list.size());
  for (const json::value& entry : list) {
    auto item = read_item(entry, numbers);
    if (!item) return std::nullopt;
    items.push_back(std::move(*item));
  }
  return items;
}

}  // namespace

std::string_view name(RemittanceKind kind) {
  switch (kind) {
    case RemittanceKind::capture:
      return "capture";
    case RemittanceKind::refund:
      return "refund";
    case RemittanceKind::chargeback:
      return "chargeback";
    case RemittanceKind::collected:
      return "collected";
    case RemittanceKind::correction:
      return "correction";
  }
  assert(false);
  return {};
}

std::optional<RemittanceKind> parse_remittance_kind(std::string_view text) {
  for (const RemittanceKind one : {RemittanceKind::capture, RemittanceKind::refund, RemittanceKind::chargeback,
                                   RemittanceKind::collected, RemittanceKind::correction}) {
    if (text == name(one)) return one;
  }
  return std::nullopt;
}

std::int64_t RemittanceAdvice::total() const {
  return std::accumulate(items.begin(), items.end(), std::int64_t{0},
                         [](std::int64_t sum, const RemittanceItem& item) { return sum + item.amount - item.fee; });
}

std::vector<std::vector<RemittanceItem>> cut_into_parts(std::vector<RemittanceItem> items) {
  std::vector<std::vector<RemittanceItem>> parts;
  std::size_t filled = 0;
  for (RemittanceItem& item : items) {
    const std::size_t size = around_name + item.name.size();
    if (parts.empty() || parts.back().size() == max_remittance_items || filled + size > room_for_items) {
      parts.emplace_back();
      filled = 0;
    }
    filled += size;
    parts.back().push_back(std::move(item));
  }
  return parts;
}

std::string encode(const RemittanceAdvice& advice, const Signer& signer) {
  assert(is_part(advice.part, advice.parts) && !advice.items.empty() && advice.items.size() <= max_remittance_items);
  json::object payload = begin_payload(advice.envelope, 7);
  payload.emplace("payout", advice.payout.text());
  payload.emplace("part", advice.part);
  payload.emplace("parts", advice.parts);
  payload.emplace("date", advice.date.seconds);
  payload.emplace("currency", advice.currency.code());
  payload.emplace("total", advice.total());
  json::array items;
  items.reserve(advice.items.size());
  for (const RemittanceItem& item : advice.items) {
    assert(is_item(item));
    items.push_back(
        {{name(advice.numbers), item.name}, {"kind", name(item.kind)}, {"amount", item.amount}, {"fee", item.fee}});
  }
  payload.emplace("items", std::move(items));
  std::string document = sign(RemittanceAdvice::type, payload, signer);
  assert(document.size() <= max_document_bytes);
  return document;
}

Expected<RemittanceAdvice> RemittanceAdvice::read(Verified verified) {
  const auto refused = [](const char* detail) { return problem(400, "remittance-advice-fields", detail); };
  const json::object& payload = verified.payload;
  auto payout = number_field<PayoutNumber>(payload, "payout");
  const auto part = integer_field(payload, "part"), parts = integer_field(payload, "parts"),
             total = integer_field(payload, "total");
  const auto date = time_field(payload, "date");
  const auto code = text_field(payload, "currency");
  const auto currency = code ? Currency::parse(*code) : std::nullopt;
  NumberKind numbers{};
  auto items = items_field(payload, numbers);
  if (!payout || !part || !parts || !is_part(*part, *parts) || !total || !date || !currency) {
    return refused("A member is missing or not of its form.");
  }
  if (!items) return refused("An item is not of its form, or the items are none, too many, or not of one kind.");
  RemittanceAdvice advice{
      std::move(verified.envelope), std::move(*payout), *part, *parts, *date, *currency, numbers, std::move(*items)};
  if (advice.total() != *total) return refused("The total is not the sum of the amounts less the fees.");
  return advice;
}

}  // namespace sealcart::protocol
