#include "http/message.h"

using namespace sealcart;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto form = http::Form::parse(text)) {
    (void)form->get("a");
    (void)form->all("product");
  }
  http::Request request;
  request.headers = {{"cookie", std::string(text)}};
  (void)request.cookie("__Host-basket");
  return 0;
}
