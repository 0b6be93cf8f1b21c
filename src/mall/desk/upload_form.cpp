#include "mall/desk/upload_form.h"

namespace sealcart::mall {

Expected<upload::Form> own_upload(const exchange::Party& party, const http::Request& request) {
  if (!exchange::same_origin(party, request)) {
    return problem(403, "foreign-form", "This form was not sent from our own page.");
  }
  return upload::parse(request.header("content-type"), request.body);
}

}  // namespace sealcart::mall
