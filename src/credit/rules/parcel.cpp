#include "credit/rules/parcel.h"

#include "protocol/jws.h"

namespace sealcart::credit {
namespace {

std::optional<std::string> hash_of(const std::optional<std::string>& sealed) {
  return sealed ? std::optional(protocol::document_hash(*sealed)) : std::nullopt;
}

}  // namespace

std::optional<Problem> label_fault(const protocol::Label& label, const std::string& mall,
                                   const std::optional<LabelledReceipt>& held) {
  if (label.number.kind != protocol::NumberKind::receipt) {
    return Problem{409, "label-kind", "This label is for a shipping company."};
  }
  if (!held || held->mall != mall || held->outcome != protocol::Outcome::ok) {
    return Problem{409, "receipt-unknown", "We have settled nothing for you under this receipt number."};
  }
  if (held->kind != protocol::GoodsKind::digital) {
    return Problem{409, "parcel-kind", "No parcel of data belongs to this receipt."};
  }
  if (held->closed) {
    return Problem{409, "parcel-withdrawn", "This purchase is cancelled, or its time is over: send nothing for it."};
  }
  if (label.goods_hash != hash_of(held->sealed_goods)) {
    return Problem{409, "label-goods", "The label names other goods than were settled."};
  }
  if (label.person_hash != hash_of(held->sealed_customer)) {
    return Problem{409, "label-customer", "The label names another customer than the receipt."};
  }
  return std::nullopt;
}

}  // namespace sealcart::credit
