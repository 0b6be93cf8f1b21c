#include "seal/sha256.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <system_error>

namespace sealcart::seal {
namespace {

TEST(Sha256, OfPiecesIsThatOfTheWhole) {
  EXPECT_TRUE(rc::check([](const std::string& a, const std::string& b) {
    Sha256 pieces;
    pieces.add(bytes(a));
    pieces.add(bytes(b));
    RC_ASSERT(pieces.end() == sha256(bytes(a + b)));
  }));
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "sealcart-sha256-test";
  for (const std::size_t size : {0U, 1U, 262144U, 300000U}) {
    const std::string content(size, 'x');
    std::ofstream(path, std::ios::binary) << content;
    EXPECT_EQ(sha256_of_file(path), sha256(bytes(content)));
  }
  std::filesystem::remove(path);
  EXPECT_THROW((void)sha256_of_file(path), std::system_error);
}

}  // namespace
}  // namespace sealcart::seal
