#include <gtest/gtest.h>

#include "render/pages.h"

namespace sealcart::render {
namespace {

TEST(Language, IsChosenOrAcceptedOrEnglish) {
  const struct {
    const char* choice;
    const char* accept;
    Language expected;
  } rows[] = {
      {"", "", Language::en},
      {"ja", "en", Language::ja},
      {"en", "ja", Language::en},
      {"fr", "ja", Language::ja},
      {"JA", "", Language::en},
      {"", "ja", Language::ja},
      {"", "JA-jp", Language::ja},
      {"", "ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7", Language::ja},
      {"", "en-GB,en;q=0.9,ja;q=0.8", Language::en},
      {"", "en;q=0.5 , ja ; q=0.6", Language::ja},
      {"", "ja;q=0.5,en;q=0.5", Language::ja},
      {"", "en,ja", Language::en},
      {"", "fr,de;q=0.9", Language::en},
      {"", "fr, ja;q=0.1", Language::ja},
      {"", "ja;q=0", Language::en},
      {"", "ja;q=0.000,fr", Language::en},
      {"", "*", Language::en},
      {"", "jam", Language::en},
      {"", "jav-ID, ja;q=0.2", Language::ja},
      {"", "ja;q=1.001,en;q=0.1", Language::en},
      {"", "ja;q=x,en;q=0.1", Language::en},
      {"", "ja;q=,en;q=0.1", Language::en},
      {"", "ja;Q=0.3;x=1,en;q=0.2", Language::ja},
      {"", ",;,q=1,;q=1", Language::en},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(language(row.choice, row.accept), row.expected) << row.choice << " | " << row.accept;
  }
}

TEST(Language, HasATag) {
  EXPECT_EQ(tag(Language::en), "en");
  EXPECT_EQ(tag(Language::ja), "ja");
}

}  // namespace
}  // namespace sealcart::render
