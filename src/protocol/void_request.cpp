#include "protocol/void_request.h"

#include <boost/json.hpp>

#include "protocol/fields.h"
#include "protocol/verified.h"

namespace sealcart::protocol {

std::string encode(const VoidRequest& request, const Signer& signer) {
  boost::json::object payload = begin_payload(request.envelope, 1);
  payload.emplace("receipt", request.receipt);
  return sign(VoidRequest::type, payload, signer);
}

Expected<VoidRequest> VoidRequest::read(Verified verified) {
  auto receipt = company_number_field(verified.payload, NumberKind::receipt);
  if (!receipt) return problem(400, "void-fields", "The receipt is missing, or named neither by number nor by seal.");
  return VoidRequest{std::move(verified.envelope), std::move(*receipt)};
}

}  // namespace sealcart::protocol
