#include "exchange/store/pieces.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace sealcart::exchange::store {
namespace {

namespace fs = std::filesystem;

class PiecesTest : public testing::Test {
 protected:
  PiecesTest() {
    std::string name = (fs::temp_directory_path() / "sealcart-pieces-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~PiecesTest() override { fs::remove_all(folder_); }
  static std::string content(const fs::path& path) {
    std::ostringstream all;
    all << std::ifstream(path, std::ios::binary).rdbuf();
    return all.str();
  }
  fs::path folder_;
};

TEST_F(PiecesTest, GoesOnWhereItWas) {
  const Pieces pieces(folder_ / "new");
  EXPECT_EQ(pieces.arrived("a"), 0);
  EXPECT_TRUE(pieces.add("a", 0, "one").value());
  EXPECT_FALSE(pieces.add("a", 0, "again").value());
  EXPECT_FALSE(pieces.add("a", 4, "a gap").value());
  const Pieces later(folder_ / "new");
  EXPECT_EQ(later.arrived("a"), 3);
  EXPECT_TRUE(later.add("a", 3, "two").value());
  EXPECT_TRUE(later.add("b", 0, "x").value());
  later.complete("a", folder_ / "whole");
  EXPECT_EQ(content(folder_ / "whole"), "onetwo");
  EXPECT_EQ(later.arrived("a"), 0);
  later.remove("b");
  EXPECT_TRUE(fs::is_empty(folder_ / "new"));
  EXPECT_EQ(fs::status(folder_ / "new").permissions(), fs::perms::owner_all);
}

TEST_F(PiecesTest, AFullDiskIsSaid) {
  fs::create_symlink("/dev/full", folder_ / "a.part");
  const auto added = Pieces(folder_).add("a", 0, "one");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, "disk-full");
}

TEST_F(PiecesTest, LeavesRoomForTheDatabase) {
  const auto free = static_cast<std::int64_t>(fs::space(folder_).available);
  EXPECT_TRUE(check_room(folder_ / "new", 1));
  const auto refused = check_room(folder_ / "new", free);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "disk-full");
}

}  // namespace
}  // namespace sealcart::exchange::store
