// Payment requests as the mall signs them, made without it: with its keys folder.
#pragma once

#include <string>

#include "exchange/keys.h"

namespace sealcart::bench {

class MallDocuments {
 public:
  MallDocuments(const std::string& keys_folder, std::string origin, std::string credit_origin);
  // A fresh one of one yen.
  std::string request() const;

 private:
  exchange::KeyRing keys_;
  std::string origin_, credit_origin_;
};

}  // namespace sealcart::bench
