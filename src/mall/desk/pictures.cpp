// /catalogue/pictures: what products may show. Several are sent at once, under the names of their files.
#include "mall/desk/pictures.h"
#include "desk/frame.h"

#include "desk/store/audit.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/upload_form.h"
#include "mall/store/catalogue_csv.h"
#include "mall/store/catalogue_desk.h"

namespace sealcart::mall {
namespace {

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session,
                          std::vector<std::string> refused, std::string_view fault_key) {
  const auto pictures = co_await office.party.database.read(store::list_pictures);
  render::Data data, list{render::Data::type::list}, faults{render::Data::type::list};
  for (const store::PictureInfo& picture : pictures) {
    render::Data one;
    one.set("name", picture.name);
    one.set("address", "/catalogue/picture/" + picture.name + "?v=" + picture.hash);
    one.set("size", std::to_string((picture.bytes + 1023) / 1024));
    one.set("used", std::to_string(picture.used));
    list.push_back(std::move(one));
  }
  for (const std::string& name : refused) faults.push_back(name);
  data.set("pictures", std::move(list));
  data.set("refused", std::move(faults));
  if (!fault_key.empty()) data.set("fault", office.party.pages.word(fault_key, exchange::language(request)));
  desk::switch_language_at(data, "/catalogue/pictures");
  co_return desk::page(office.desk, request, session, "pictures", "pictures.title", std::move(data),
                       fault_key.empty() ? 200 : 422);
}

}  // namespace

std::optional<store::Picture> picture_for(const std::string& sku, std::string bytes) {
  if (bytes.size() > most_picture_bytes) return std::nullopt;
  for (const char* ending : {".png", ".jpg", ".webp", ".svg"}) {
    const std::string name = sku + ending;
    const std::string_view type = store::picture_type(name, bytes);
    if (!type.empty() && store::is_picture_name(name)) return store::Picture{name, std::string(type), std::move(bytes)};
  }
  return std::nullopt;
}

Task<http::Response> show_pictures(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, {}, "");
}

Task<http::Response> add_pictures(Office& office, const http::Request& request, const Session& session) {
  const auto form = own_upload(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  std::vector<store::Picture> pictures;
  std::vector<std::string> refused;
  for (const upload::Part& part : form->parts) {
    if (part.name != "pictures" || part.file_name.empty()) continue;
    const std::string_view type = store::picture_type(part.file_name, part.bytes);
    if (type.empty() || !store::is_picture_name(part.file_name) || part.bytes.size() > most_picture_bytes) {
      refused.push_back(part.file_name);
    } else {
      pictures.push_back({part.file_name, std::string(type), part.bytes});
    }
  }
  if (!refused.empty()) co_return co_await draw(office, request, session, std::move(refused), "pictures.refused");
  if (pictures.empty()) co_return co_await draw(office, request, session, {}, "pictures.none");
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) {
    for (const store::Picture& picture : pictures) {
      store::add_picture(c, picture);
      desk::store::append_audit(c, now, session.operator_name, "picture-add", "", picture.name);
    }
  });
  co_return desk::done("/catalogue/pictures", "pictures");
}

Task<http::Response> show_picture(Office& office, const http::Request& request, const Session& session) {
  const std::string name = request.captures.at(0);
  auto picture = co_await office.party.database.read([&](sql::Connection& c) { return store::picture(c, name); });
  if (!picture) {
    co_return desk::problem_page(office.desk, request, session, {404, "not-found", "There is no such picture."});
  }
  co_return desk::file(std::move(picture->bytes), picture->type, name, false);
}

}  // namespace sealcart::mall
