#include "credit/desk/shown.h"

namespace sealcart::credit {

void add_pager(render::Data& data, const std::string& base, bool from_newest, bool more, const std::string& last) {
  if (!from_newest) data.set("newer", base.substr(0, base.size() - 1));
  if (more) data.set("older", base + "before=" + last);
}

http::Response not_found(Office& office, const http::Request& request, const desk::Session& session) {
  return desk::problem_page(office.desk, request, session, {404, "not-found", "There is nothing of that number."});
}

}  // namespace sealcart::credit
