// The catalogue as customers see it, kept in memory: the products of one version, and what was drawn of it for every
// visitor alike. Read again when the database's version is another.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "core/task.h"
#include "http/message.h"
#include "mall/rules/catalogue.h"
#include "mall/rules/page_text.h"
#include "render/pages.h"
#include "sql/database.h"

namespace sealcart::mall {

// One version. Safe from any thread.
class Front {
 public:
  Front(Catalogue products, std::map<std::string, std::string, std::less<>> hashes, PageTexts own_words)
      : catalogue(std::move(products)), picture_hashes(std::move(hashes)), texts(std::move(own_words)) {}
  const Catalogue catalogue;
  const std::map<std::string, std::string, std::less<>> picture_hashes;
  const PageTexts texts;

  // The response kept under that key, made by `draw` when it is asked for first.
  http::Response drawn(render::Language language, std::size_t page, const std::function<http::Response()>& draw) const;

  // A picture's bytes, once someone asked for it; kept up to 8 MiB in all.
  struct Picture {
    std::string type;
    std::shared_ptr<const std::string> bytes;
  };
  std::optional<Picture> kept_picture(const std::string& name) const;
  void keep_picture(const std::string& name, Picture picture) const;

 private:
  mutable std::mutex mutex_;
  mutable std::map<std::pair<render::Language, std::size_t>, http::Response> pages_;
  mutable std::map<std::string, Picture, std::less<>> pictures_;
  mutable std::size_t picture_bytes_ = 0;
};

class Storefront {
 public:
  explicit Storefront(sql::Database& database);  // reads, blocking; throws sql::Error
  std::shared_ptr<const Front> now() const { return front_.load(); }
  Task<void> refresh();

 private:
  sql::Database& database_;
  std::atomic<std::shared_ptr<const Front>> front_;
};

}  // namespace sealcart::mall
