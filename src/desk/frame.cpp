#include "desk/frame.h"

#include <fmt/format.h>

namespace sealcart::desk {
namespace {

bool below(std::string_view path, std::string_view item) {
  if (item == "/") return path == "/";
  return path.starts_with(item) && (path.size() == item.size() || path[item.size()] == '/');
}

}  // namespace

void add_frame(const Desk& desk, const http::Request& request, const Session& session, render::Data& data) {
  const render::Language language = exchange::language(request);
  render::Data menu{render::Data::type::list};
  for (const MenuItem& item : desk.menu) {
    render::Data one;
    one.set("path", item.path);
    one.set("text", desk.party.pages.word(item.word_key, language));
    one.set("here", below(request.path, item.path));
    menu.push_back(std::move(one));
  }
  data.set("menu", std::move(menu));
  const auto query = http::Form::parse(request.query);
  const std::string said = "said." + std::string(query ? query->get("said").substr(0, 40) : std::string_view());
  if (desk.party.pages.has_word(said)) data.set("said", desk.party.pages.word(said, language));
  data.set("operator", session.operator_name);
  data.set("clerk", session.role >= Role::clerk);
  data.set("admin", session.role >= Role::admin);
  data.set("role", desk.party.pages.word("role." + std::string(name(session.role)), language));
}

std::string query_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string address(std::string path, std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  char before = '?';
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    path += before + query_text(name) + "=" + query_text(value);
    before = '&';
  }
  return path;
}

std::string own_target(std::string_view then) {
  const bool own = then.starts_with("/") && !then.starts_with("//") &&
                   then.find_first_of("\\\r\n") == std::string_view::npos && !then.starts_with("/sign-");
  return own ? std::string(then) : "/";
}

http::Response done(const std::string& path, std::string_view what) {
  return http::Response::redirect(path + "?said=" + std::string(what));
}

void switch_language_at(render::Data& data, const std::string& path) {
  data.set("language_action", "/language");
  data.set("language_back", path);
}

std::string fault_text(const Desk& desk, const http::Request& request, const Problem& problem) {
  const render::Language language = exchange::language(request);
  const std::string key = "problem." + problem.code + ".advice";
  if (language == render::Language::en || !desk.party.pages.has_word(key)) return problem.detail;
  return desk.party.pages.word(key, language);
}

}  // namespace sealcart::desk
