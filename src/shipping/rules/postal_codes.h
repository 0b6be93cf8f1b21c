// Which place a Japanese postal code names, from a file: no third party is asked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"

namespace sealcart::shipping {

struct Place {
  std::string region, city, town;
  friend bool operator==(const Place&, const Place&) = default;
};

class PostalCodes {
 public:
  PostalCodes() = default;
  PostalCodes(PostalCodes&&) = default;  // a copy's rows would point into the original
  PostalCodes& operator=(PostalCodes&&) = default;
  // Lines of "100-0001<tab>prefecture<tab>city<tab>town"; empty ones and those that begin with '#' say nothing. The
  // problem's detail names the first line that will not do.
  static Expected<PostalCodes> read(std::string_view lines);

  // `code`: as japanese_postal_code gives it.
  std::optional<Place> find(std::string_view code) const;
  std::size_t size() const { return rows_.size(); }

 private:
  // A large file has 120,000 rows of few different prefectures and cities: text is kept once, rows point into it.
  struct Row {
    std::string_view code, region, city, town;
  };
  std::string text_;
  std::vector<Row> rows_;  // in order of code
};

}  // namespace sealcart::shipping
