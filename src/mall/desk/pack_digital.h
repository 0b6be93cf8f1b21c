// Packing of digital goods (seed S324, S813): the seal opened, each file encrypted for the customer, labelled, put on
// its way.
#pragma once

#include <string>

#include "core/problem.h"
#include "core/task.h"
#include "exchange/party.h"
#include "exchange/worker.h"
#include "mall/store/digital_parcels.h"
#include "seal/open.h"

namespace sealcart::mall {

struct Packer {
  const exchange::Party& party;
  const seal::DeskKey& key;
  exchange::Worker& worker;  // on which files are encrypted
};

// Why a purchase was not packed, and which product of it is the reason where it is one's, for the operator.
struct NotPacked {
  Problem problem;
  std::string sku;
};

// Notes the opening in the audit log, opens, encrypts into the spool, and writes the rows, from which the parcels
// travel. Nothing is written when something of it fails. Problems: 409 "digital-packed" (by somebody else meanwhile),
// 409 "file-missing" (of `sku`), 409 "key-missing" (the customer gave no key), 409 "digital-none", those of
// DeskKey::open and parcel::encrypt, 507 "disk-full", 502 "company-inactive".
Task<tl::expected<std::vector<store::DigitalParcel>, NotPacked>> pack_digital(Packer packer, store::ToSend what,
                                                                              std::string by);

}  // namespace sealcart::mall
