#include "protocol/parcel_transfer.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "protocol/jws.h"

namespace sealcart::protocol {
namespace {

TEST(ParcelTransfer, ComesBackAsItWas) {
  const ParcelOffer offer{"a.b.c", max_parcel_bytes, document_hash("x")};
  EXPECT_EQ(decode_parcel_offer(encode(offer)), offer);
  const ParcelProgress progress{document_hash("y"), 4096, true};
  EXPECT_EQ(decode_parcel_progress(encode(progress)), progress);
}

TEST(ParcelTransfer, RefusesWhatNoSideSays) {
  const std::string hash = document_hash("x");
  EXPECT_FALSE(decode_parcel_offer(encode(ParcelOffer{"a", 0, hash})));
  EXPECT_FALSE(decode_parcel_offer(encode(ParcelOffer{"a", max_parcel_bytes + 1, hash})));
  EXPECT_FALSE(decode_parcel_offer(encode(ParcelOffer{"a", 1, "../../etc"})));
  EXPECT_FALSE(decode_parcel_offer(encode(ParcelOffer{std::string(max_document_bytes + 1, 'a'), 1, hash})));
  EXPECT_FALSE(decode_parcel_progress(encode(ParcelProgress{"../x", 0, false})));
  EXPECT_FALSE(decode_parcel_progress(encode(ParcelProgress{hash, -1, false})));
  EXPECT_TRUE(rc::check([](const std::string& text) {
    (void)decode_parcel_offer(text);
    (void)decode_parcel_progress(text);
  }));
}

}  // namespace
}  // namespace sealcart::protocol
