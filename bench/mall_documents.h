// Payment requests as the mall signs them, made without it: with its keys folder.
#pragma once

#include <string>

#include "exchange/keys.h"
#include "protocol/disclosure.h"

namespace sealcart::bench {

class MallDocuments {
 public:
  MallDocuments(const std::string& keys_folder, std::string origin, std::string company_origin);
  // A fresh one of one yen.
  std::string request() const;
  // The same for a shipping company: a parcel of class 60, cash on delivery.
  std::string shipping_request() const;

 private:
  protocol::Named purchase() const;
  exchange::KeyRing keys_;
  std::string origin_, company_origin_;
};

}  // namespace sealcart::bench
