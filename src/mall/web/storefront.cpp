#include "mall/web/storefront.h"

#include "mall/store/catalogue.h"
#include "mall/store/page_texts.h"

namespace sealcart::mall {
namespace {

constexpr std::size_t most_picture_bytes = 8U << 20;

std::shared_ptr<const Front> read(sql::Connection& connection) {
  // The version first: should products change in between, they are read once more.
  const std::int64_t version = store::catalogue_version(connection);
  return std::make_shared<const Front>(Catalogue(version, store::products(connection)),
                                       store::picture_hashes(connection), store::page_texts(connection));
}

}  // namespace

http::Response Front::drawn(render::Language language, std::size_t page,
                            const std::function<http::Response()>& draw) const {
  const std::lock_guard lock(mutex_);
  const auto key = std::make_pair(language, page);
  const auto at = pages_.find(key);
  if (at != pages_.end()) return at->second;
  http::Response response = draw();
  response.shared_body = std::make_shared<const std::string>(std::move(response.body));
  response.body.clear();
  return pages_.emplace(key, std::move(response)).first->second;
}

std::optional<Front::Picture> Front::kept_picture(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto at = pictures_.find(name);
  if (at == pictures_.end()) return std::nullopt;
  return at->second;
}

void Front::keep_picture(const std::string& name, Picture picture) const {
  const std::lock_guard lock(mutex_);
  if (picture_bytes_ + picture.bytes->size() > most_picture_bytes) return;
  const std::size_t size = picture.bytes->size();
  if (pictures_.emplace(name, std::move(picture)).second) picture_bytes_ += size;
}

Storefront::Storefront(sql::Database& database) : database_(database) { front_.store(database.read_now(read)); }

Task<void> Storefront::refresh() {
  const std::int64_t version = co_await database_.read(store::catalogue_version);
  if (version == now()->catalogue.version()) co_return;
  front_.store(co_await database_.read(read));
}

}  // namespace sealcart::mall
