// Styles, scripts and pictures for browsers. Templates, words and migrations are embedded too, but are not served.
#include <fmt/format.h>

#include <functional>
#include <map>

#include "render/embedded.h"
#include "render/pages.h"

namespace sealcart::render {
namespace {

std::string_view media_type(std::string_view path) {
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".svg")) return "image/svg+xml";
  if (path.ends_with(".png")) return "image/png";
  return {};
}

struct Assets {
  std::map<std::string_view, Asset, std::less<>> by_path;
  std::map<std::string_view, std::string> etags;  // what Asset::etag points into

  Assets() {
    each_embedded([this](std::string_view path, std::string_view content) {
      constexpr std::string_view root = "web/";
      const std::string_view type = media_type(path);
      if (!path.starts_with(root) || type.empty()) return;
      path.remove_prefix(root.size());
      // Tells two versions of one file apart in caches; nothing secret or hostile is hashed.
      std::string& etag = etags[path];
      etag = fmt::format("\"{:016x}\"", std::hash<std::string_view>{}(content));
      by_path.emplace(path, Asset{content, type, etag});
    });
  }
};

}  // namespace

const Asset* asset(std::string_view path) {
  static const Assets assets;
  const auto found = assets.by_path.find(path);
  return found == assets.by_path.end() ? nullptr : &found->second;
}

}  // namespace sealcart::render
