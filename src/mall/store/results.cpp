#include "mall/store/results.h"

#include <algorithm>
#include <vector>

#include "mall/store/purchases.h"

namespace sealcart::mall::store {
namespace {

sql::Param optional_text(const std::optional<std::string>& text) {
  if (!text) return nullptr;
  return std::string_view(*text);
}

void take(sql::Connection& connection, ResultArrival& arrival) {
  static const sql::Statement update{
      "UPDATE purchase SET state = $2, receipt = $3, sealed_customer = $4, result_hash = $5, settled = $6 "
      "WHERE number = $1"};
  std::optional<Purchase> purchase = purchase_by_hash(connection, arrival.purchase_hash, true);
  arrival.acceptance = accept(purchase ? &*purchase : nullptr, *arrival.result, arrival.issuer, arrival.document_hash);
  if (!purchase) return;
  arrival.number = purchase->number;
  if (arrival.acceptance != Acceptance::apply) return;
  settle(*purchase, *arrival.result, arrival.document_hash, arrival.now);
  connection.execute(update, {purchase->number, name(purchase->state), optional_text(purchase->receipt),
                              optional_text(purchase->sealed_customer), optional_text(purchase->result_hash),
                              purchase->settled->seconds});
}

}  // namespace

void take_results(sql::Connection& connection, std::span<ResultArrival* const> arrivals) {
  // Rows are locked in one order, so that the batches of two processes cannot wait for each other in a ring.
  std::vector<ResultArrival*> ordered(arrivals.begin(), arrivals.end());
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const ResultArrival* a, const ResultArrival* b) { return a->purchase_hash < b->purchase_hash; });
  for (ResultArrival* arrival : ordered) take(connection, *arrival);
}

}  // namespace sealcart::mall::store
