#include "ca/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

namespace sealcart::ca {
namespace {

namespace fs = std::filesystem;

class FilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "sealcart-files-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override { fs::remove_all(folder); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }
  fs::path folder;
};

TEST_F(FilesTest, ReplacesWholeAndLeavesNoDraft) {
  replace_file(folder / "a", "one", public_mode);
  replace_file(folder / "a", "two", secret_mode);
  EXPECT_EQ(read_file(folder / "a"), "two");
  EXPECT_EQ(entries(), 1U);
  struct stat status {};
  ASSERT_EQ(::stat((folder / "a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_THROW(replace_file(folder / "none" / "a", "one", public_mode), std::system_error);
}

TEST_F(FilesTest, CreatesOnlyWhatIsNew) {
  ASSERT_TRUE(create_file(folder / "a", "one", secret_mode));
  const auto again = create_file(folder / "a", "two", secret_mode);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "file-exists");
  EXPECT_EQ(read_file(folder / "a"), "one");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(FilesTest, AppendingCutsWhatACrashLeft) {
  append_lines(folder / "a", "one\n");
  std::ofstream(folder / "a", std::ios::app) << "tw";
  append_lines(folder / "a", "three\n");
  EXPECT_EQ(read_file(folder / "a"), "one\nthree\n");
  std::ofstream(folder / "b") << "no newline at all";
  append_lines(folder / "b", "one\n");
  EXPECT_EQ(read_file(folder / "b"), "one\n");
}

TEST_F(FilesTest, ReadingIsBounded) {
  replace_file(folder / "a", "12345", public_mode);
  EXPECT_EQ(read_file(folder / "a", 5), "12345");
  EXPECT_EQ(read_file(folder / "a", 4).error().code, "file-unreadable");
  EXPECT_EQ(read_file(folder / "none").error().code, "file-unreadable");
}

}  // namespace
}  // namespace sealcart::ca
