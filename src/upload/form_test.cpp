#include "upload/form.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sealcart::upload {
namespace {

constexpr std::string_view type = "multipart/form-data; boundary=----edge";

std::string part(const std::string& head, const std::string& bytes) {
  return "------edge\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + bytes + "\r\n";
}
const std::string end = "------edge--\r\n";

TEST(UploadForm, GivesFieldsAndFiles) {
  const auto form =
      parse(type, part("name=\"why\"", "because") +
                      part("name=\"statement\"; filename=\"a b.xml\"\r\nContent-Type: text/xml", "<x/>\r\n\n") +
                      part("name=\"none\"; filename=\"\"\r\nContent-Type: application/octet-stream", "") + end);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->text("why"), "because");
  EXPECT_EQ(form->text("other"), "");
  ASSERT_NE(form->file("statement"), nullptr);
  EXPECT_EQ(form->file("statement")->file_name, "a b.xml");
  EXPECT_EQ(form->file("statement")->type, "text/xml");
  EXPECT_EQ(form->file("statement")->bytes, "<x/>\r\n\n");
  EXPECT_EQ(form->file("none"), nullptr);
  EXPECT_EQ(form->file("why"), nullptr);
}

TEST(UploadForm, KeepsEveryByte) {
  EXPECT_TRUE(rc::check("bytes go through", [] {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const auto form = parse(type, part("name=\"f\"; filename=\"f\"\r\nContent-Type: image/png", bytes) + end);
    RC_ASSERT(form.has_value());
    RC_ASSERT(form->file("f")->bytes == bytes);
  }));
}

TEST(UploadForm, RefusesWhatIsNoFormWithFiles) {
  const std::string sound = part("name=\"why\"", "because") + end;
  EXPECT_FALSE(parse("application/x-www-form-urlencoded", "a=b"));
  EXPECT_FALSE(parse("multipart/form-data", sound));
  EXPECT_FALSE(parse(type, ""));
  EXPECT_FALSE(parse(type, "nothing of the kind"));
  EXPECT_FALSE(parse(type, part("filename=\"x\"", "no name") + end));
  EXPECT_FALSE(parse("multipart/form-data; boundary=x\r\nInjected: y", sound));
  std::string many;
  for (int i = 0; i < 65; ++i) many += part("name=\"n" + std::to_string(i) + "\"", "x");
  EXPECT_FALSE(parse(type, many + end));
}

}  // namespace
}  // namespace sealcart::upload
