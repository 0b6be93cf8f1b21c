// A form's body to an address: whatever is accepted fits the one length of sealed addressees, and is plain already.
#include <cassert>

#include "http/message.h"
#include "seal/box.h"
#include "shipping/rules/address.h"
#include "shipping/rules/postal_codes.h"

using namespace sealcart;
using namespace sealcart::shipping;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const std::vector<std::string> days = {"2026-11-30"}, hours = {"09-12"};
  static const std::vector<PickupPoint> points = {{"ueno", "Ueno Station"}};
  static const Choices choices{days, hours, points};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)PostalCodes::read(text);
  const auto form = http::Form::parse(text);
  if (!form) return 0;
  Fields typed;
  for (const Field field : all_fields) typed[field] = std::string(form->get(form_name(field)));
  const auto address = read_address(typed, choices);
  if (!address) return 0;
  const auto again = read_address(*address, choices);
  if (!again || *again != *address) std::abort();
  const auto bucket = seal::buckets(seal::Subject::addressee).back();
  if (sealed_contents(*address, points).size() + 47 > bucket) std::abort();
  return 0;
}
