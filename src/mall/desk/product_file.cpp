// /catalogue/product/:sku/file: what is sent for a digital product. The page's script sends it in pieces, which go on
// where they broke off; without scripts it comes as a form, as far as the desk takes one.
#include <boost/json.hpp>
#include "core/bytes.h"
#include "core/day.h"
#include "core/id.h"
#include "core/integer.h"
#include "desk/frame.h"
#include "desk/store/audit.h"
#include "exchange/store/pieces.h"
#include "mall/desk/digital_folders.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/keep_file.h"
#include "mall/desk/upload_form.h"
#include "mall/store/catalogue_desk.h"
#include "mall/store/product_files.h"

namespace sealcart::mall {
namespace {

namespace fs = std::filesystem;
using exchange::store::Pieces;

constexpr std::size_t most_name_bytes = 255;
constexpr std::size_t most_piece_bytes = std::size_t{8} << 20;

Pieces pieces_of(const Office& office) { return Pieces(files_folder(office.party.config)); }

// One file on its way from an operator's browser, which says with every piece what it is.
struct Upload {
  std::string sku, id;  // chosen by the browser
  std::string name;     // as the operator calls it
  std::int64_t size = 0;
};

Expected<Upload> read_upload(const Office& office, const http::Request& request) {
  if (!exchange::same_origin(office.party, request)) {
    return problem(403, "foreign-form", "This was not sent from our own page.");
  }
  const auto query = http::Form::parse(request.query);
  const std::string& id = request.captures.at(1);
  const auto size = query ? parse_integer(query->get("size")) : std::nullopt;
  if (!size || !is_id(id) || query->get("name").empty() || query->get("name").size() > most_name_bytes) {
    return problem(400, "upload-malformed", "An upload says its id, and the file's name and size.");
  }
  const auto right_size = check_file_size(*size);
  if (!right_size) return tl::unexpected(right_size.error());
  return Upload{request.captures.at(0), id, std::string(query->get("name")), *size};
}

Task<Expected<void>> check_product(const Office& office, const std::string& sku) {
  const bool known =
      co_await office.party.database.read([&](sql::Connection& c) { return store::is_digital_product(c, sku); });
  if (!known) co_return problem(404, "product-unknown", "The catalogue has no digital product " + sku + ".");
  co_return Expected<void>{};
}

// What has arrived becomes the product's file. When the database does not take it, it is as it was before.
Task<void> keep(Office& office, const Session& session, const Upload& upload) {
  const exchange::Party& party = office.party;
  const Time now = party.clock.now();
  const fs::path arrived = pieces_of(office).part(upload.id);
  const auto adopt = [&] { return adopt_file(arrived, party.random, now, upload.sku, upload.name); };
  const store::ProductFile file = co_await office.uploads.run(adopt);
  const fs::path folder = files_folder(party.config);
  std::string old;
  try {
    old = co_await party.database.write([&](sql::Connection& c) {
      desk::store::append_audit(c, now, session.operator_name, "product-file", upload.sku, "");
      return store::set_product_file(c, file);
    });
  } catch (const sql::Error&) {
    fs::rename(folder / file.file, arrived);
    throw;
  }
  std::error_code ignored;
  if (!old.empty()) fs::remove(folder / old, ignored);
}

Task<Expected<std::int64_t>> take_piece(Office& office, const http::Request& request) {
  const auto upload = read_upload(office, request);
  if (!upload) co_return tl::unexpected(upload.error());
  const auto offset = parse_integer(request.captures.at(2));
  const auto size = static_cast<std::int64_t>(request.body.size());
  if (!offset || *offset < 0 || request.body.size() > most_piece_bytes || size > upload->size - *offset) {
    co_return problem(422, "piece-size", "A piece has at most 8 MiB, and ends where the file ends.");
  }
  const auto known = co_await check_product(office, upload->sku);
  if (!known) co_return tl::unexpected(known.error());
  const Pieces pieces = pieces_of(office);
  if (size == 0) {  // a question: where does it go on?
    const std::int64_t there = pieces.arrived(upload->id);
    const auto room = exchange::store::check_room(files_folder(office.party.config), upload->size - there);
    if (!room) co_return tl::unexpected(room.error());
    co_return there;
  }
  const auto add = [&] { return pieces.add(upload->id, *offset, request.body); };
  const Expected<bool> added = co_await office.uploads.run(add);
  if (!added) {
    pieces.remove(upload->id);  // it would not fit later either, and what it takes is missed elsewhere
    co_return tl::unexpected(added.error());
  }
  if (!*added) co_return problem(409, "piece-offset", "This piece does not begin where the last one ended.");
  co_return *offset + size;
}

Task<Expected<void>> take_end(Office& office, const http::Request& request, const Session& session) {
  const auto upload = read_upload(office, request);
  if (!upload) co_return tl::unexpected(upload.error());
  if (pieces_of(office).arrived(upload->id) != upload->size) {
    co_return problem(409, "piece-offset", "Not all of the file is here.");
  }
  const auto known = co_await check_product(office, upload->sku);
  if (!known) co_return tl::unexpected(known.error());
  co_await keep(office, session, *upload);
  co_return Expected<void>{};
}

http::Response json(boost::json::object members) {
  http::Response response;
  response.content_type = "application/json";
  response.body = serialize(members);
  return response;
}

Task<Expected<void>> take_form(Office& office, const http::Request& request, const Session& session) {
  const auto form = own_upload(office.party, request);
  if (!form) co_return tl::unexpected(form.error());
  const upload::Part* file = form->file("file");
  const Upload upload{request.captures.at(0), random_id(office.party.random),
                      file == nullptr ? "" : file->file_name.substr(0, most_name_bytes),
                      file == nullptr ? 0 : static_cast<std::int64_t>(file->bytes.size())};
  const auto right_size = check_file_size(upload.size);
  if (!right_size) co_return tl::unexpected(right_size.error());
  const auto known = co_await check_product(office, upload.sku);
  if (!known) co_return tl::unexpected(known.error());
  const Pieces pieces = pieces_of(office);
  const auto add = [&] { return pieces.add(upload.id, 0, file->bytes); };
  const Expected<bool> added = co_await office.uploads.run(add);
  if (!added) co_return tl::unexpected(added.error());
  co_await keep(office, session, upload);
  co_return Expected<void>{};
}

}  // namespace

Task<http::Response> show_product_file(Office& office, const http::Request& request, const Session& session) {
  const std::string sku = request.captures.at(0);
  sql::Database& database = office.party.database;
  const auto product = co_await database.read([&](sql::Connection& c) { return store::find_product(c, sku); });
  if (!product || product->product.kind != protocol::GoodsKind::digital) {
    co_return desk::problem_page(office.desk, request, session, {404, "not-found", "There is no such product."});
  }
  const auto file = co_await database.read([&](sql::Connection& c) { return store::product_file(c, sku); });
  render::Data data;
  data.set("sku", sku);
  data.set("name", product->product.name_en);
  if (file) {
    data.set("file", file->name);
    data.set("size", bytes_text(file->size));
    data.set("changed", time_text(file->changed));
  }
  data.set("most", std::to_string(max_file_bytes));
  desk::switch_language_at(data, "/catalogue/product/" + sku + "/file");
  co_return desk::page(office.desk, request, session, "file", "file.title", std::move(data));
}

Task<http::Response> send_product_file(Office& office, const http::Request& request, const Session& session) {
  const auto taken = co_await take_form(office, request, session);
  if (!taken) co_return desk::problem_page(office.desk, request, session, taken.error());
  co_return desk::done("/catalogue/product/" + request.captures.at(0) + "/file", "file");
}

Task<http::Response> add_file_piece(Office& office, const http::Request& request, const Session&) {
  const auto offset = co_await take_piece(office, request);
  if (!offset) co_return exchange::problem_response(office.party, request, offset.error());
  co_return json({{"offset", *offset}});
}

Task<http::Response> finish_file(Office& office, const http::Request& request, const Session& session) {
  const auto taken = co_await take_end(office, request, session);
  if (!taken) co_return exchange::problem_response(office.party, request, taken.error());
  co_return json({{"saved", true}});
}

Task<http::Response> cancel_file(Office& office, const http::Request& request, const Session&) {
  const auto upload = read_upload(office, request);
  if (!upload) co_return exchange::problem_response(office.party, request, upload.error());
  pieces_of(office).remove(upload->id);
  co_return json({{"saved", false}});
}

}  // namespace sealcart::mall
