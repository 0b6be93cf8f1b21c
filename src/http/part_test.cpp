#include "http/part.h"

#include <gtest/gtest.h>

namespace sealcart::http {
namespace {

std::string part_of(const std::string& range, const std::string& same = {}) {
  Request request;
  if (!range.empty()) request.headers.emplace_back("range", range);
  if (!same.empty()) request.headers.emplace_back("if-range", same);
  const Part part = wanted_part(request, 1000, "\"tag\"");
  return std::to_string(part.status) + " " + std::to_string(part.first) + "+" + std::to_string(part.bytes) +
         (part.content_range.empty() ? "" : " " + part.content_range);
}

TEST(Part, GoesOnWhereADownloadBrokeOff) {
  EXPECT_EQ(part_of("bytes=400-"), "206 400+600 bytes 400-999/1000");
  EXPECT_EQ(part_of("bytes=0-0"), "206 0+1 bytes 0-0/1000");
  EXPECT_EQ(part_of("bytes=999-5000"), "206 999+1 bytes 999-999/1000");
  EXPECT_EQ(part_of("bytes=400-", "\"tag\""), "206 400+600 bytes 400-999/1000");
}

TEST(Part, NothingLiesBehindTheEnd) { EXPECT_EQ(part_of("bytes=1000-"), "416 0+0 bytes */1000"); }

TEST(Part, AnythingElseIsTheWhole) {
  for (const char* range : {"", "bytes=", "bytes=-", "bytes=-5", "bytes=5", "bytes=9-5", "bytes=0-1,5-6", "lines=1-2",
                            "bytes=-1-5", "bytes=0x1-", "bytes=99999999999999999999-"}) {
    EXPECT_EQ(part_of(range), "200 0+1000") << range;
  }
  EXPECT_EQ(part_of("bytes=400-", "\"other\""), "200 0+1000");
  EXPECT_EQ(part_of("bytes=400-", "Sat, 28 Nov 2026 00:00:00 GMT"), "200 0+1000");
}

}  // namespace
}  // namespace sealcart::http
