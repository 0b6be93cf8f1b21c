#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <system_error>
#include <thread>

#include "parcel/encrypt.h"
#include "parcel/program.h"
#include "parcel/recipient.h"

namespace sealcart::parcel {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ostringstream all;
  all << std::ifstream(path, std::ios::binary).rdbuf();
  return all.str();
}

// Bytes without a pattern that an encryption could hide.
std::string some_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  std::uint64_t state = 88172645463325252u;
  for (char& byte : bytes) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    byte = static_cast<char>(state);
  }
  return bytes;
}

class Parcel : public testing::Test {
 protected:
  Parcel() {
    std::string name = (fs::temp_directory_path() / "sealcart-parcel-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    shell("age-keygen -o key 2>keygen && sed -n 's/^# public key: //p' key | tr -d '\\n' >recipient");
    recipient_ = content(folder_ / "recipient");
  }
  ~Parcel() override { fs::remove_all(folder_); }

  void shell(const std::string& command) const {
    ASSERT_EQ(std::system(("cd '" + folder_.string() + "' && " + command).c_str()), 0) << command;
  }
  Descriptor input(const std::string& bytes) const {
    std::ofstream(folder_ / "plain", std::ios::binary) << bytes;
    return Descriptor(::open((folder_ / "plain").c_str(), O_RDONLY | O_CLOEXEC));
  }
  std::string decrypted() const {
    shell("age -d -i key parcel.age >opened");
    return content(folder_ / "opened");
  }
  fs::path output() const { return folder_ / "parcel.age"; }

  fs::path folder_;
  std::string recipient_;
};

TEST_F(Parcel, TheProgramOpensItAgain) {
  for (const std::size_t size : {0u, 1u, 65535u, 65536u, 65537u, 5u << 20}) {
    const std::string bytes = some_bytes(size);
    ASSERT_TRUE(encrypt(input(bytes).number(), recipient_, output()));
    EXPECT_TRUE(size < 16 || content(output()).find(bytes) == std::string::npos);
    EXPECT_TRUE(decrypted() == bytes) << size;
  }
  EXPECT_FALSE(fs::exists(folder_ / "parcel.age.part"));
}

TEST_F(Parcel, BeginsWhereTheDescriptorStands) {
  const Descriptor file = input("skipped and sent");
  ASSERT_EQ(::lseek(file.number(), 8, SEEK_SET), 8);
  ASSERT_TRUE(encrypt(file.number(), recipient_, output()));
  EXPECT_EQ(decrypted(), "and sent");
}

TEST_F(Parcel, ReadsAPipeThatIsFilledMeanwhile) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  const std::string bytes = some_bytes(1 << 20);
  std::thread filler([&] {
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t written = ::write(writing.number(), bytes.data() + at, bytes.size() - at);
      if (written <= 0) break;
      at += static_cast<std::size_t>(written);
    }
    writing.close();
  });
  const auto done = encrypt(reading.number(), recipient_, output());
  filler.join();
  ASSERT_TRUE(done);
  EXPECT_TRUE(decrypted() == bytes);
}

TEST_F(Parcel, AWrongChecksumLeavesNothing) {
  std::string wrong = recipient_;
  wrong.back() = wrong.back() == 'q' ? 'p' : 'q';
  ASSERT_TRUE(is_recipient(wrong));
  const auto refused = encrypt(input("x").number(), wrong, output());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "parcel-key");
  EXPECT_FALSE(fs::exists(output()));
  EXPECT_FALSE(fs::exists(folder_ / "parcel.age.part"));
}

TEST_F(Parcel, OnlyTheOneKindOfRecipient) {
  EXPECT_TRUE(is_recipient(recipient_));
  std::string upper = recipient_, foreign = recipient_;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  foreign[10] = 'b';  // not a letter of Bech32
  for (const std::string& wrong :
       {std::string(), std::string("age1"), recipient_ + "q", recipient_.substr(0, 61), upper, foreign,
        " " + recipient_, recipient_ + "\n", std::string("ssh-ed25519 AAAA"), "age1yubikey1" + recipient_.substr(12)}) {
    EXPECT_FALSE(is_recipient(wrong)) << wrong;
    const auto refused = encrypt(input("x").number(), wrong, output());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status, 422);
  }
}

TEST_F(Parcel, AFailureOfTheProgramLeavesTheOldFile) {
  ASSERT_TRUE(encrypt(input("old").number(), recipient_, output()));
  const Descriptor unreadable(::open(folder_.c_str(), O_RDONLY | O_CLOEXEC));  // a folder: reading fails
  EXPECT_THROW(encrypt(unreadable.number(), recipient_, output()).has_value(), std::runtime_error);
  EXPECT_EQ(decrypted(), "old");
  EXPECT_FALSE(fs::exists(folder_ / "parcel.age.part"));
}

TEST_F(Parcel, AFullDiskIsSaid) {
  fs::create_symlink("/dev/full", folder_ / "parcel.age.part");
  const auto refused = encrypt(input(some_bytes(1 << 20)).number(), recipient_, output());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "disk-full");
  EXPECT_FALSE(fs::exists(output()));
  EXPECT_FALSE(fs::exists(folder_ / "parcel.age.part"));
}

TEST_F(Parcel, ProgramsGetNothingElse) {
  const Descriptor in = input("");
  const auto said = [&](const std::string& script) {
    const fs::path out = folder_ / "out";
    const Descriptor file(::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    const Ended ended = run({"/bin/sh", "-c", script}, in.number(), file.number());
    return std::to_string(ended.code) + " " + content(out) + ended.errors;
  };
  const Descriptor inherited(::open("/dev/null", O_RDONLY));  // would be inherited
  EXPECT_EQ(said("/usr/bin/test ! -e /proc/self/fd/" + std::to_string(inherited.number())), "0 ");
  EXPECT_EQ(said("/usr/bin/env | /usr/bin/grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD="), "1 ");
  EXPECT_EQ(said("echo out; echo wrong >&2; exit 3"), "3 out\nwrong\n");
  EXPECT_EQ(said("kill -KILL $$"), "137 ");
  EXPECT_EQ(run({"/bin/sh", "-c", "head -c 100000 /dev/zero >&2"}, in.number(), 1).errors.size(), 4096u);
  EXPECT_THROW(run({"/nowhere/age"}, in.number(), 1), std::system_error);
}

}  // namespace
}  // namespace sealcart::parcel
