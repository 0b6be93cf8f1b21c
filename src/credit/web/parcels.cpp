#include "credit/web/parcels.h"

#include <spdlog/logger.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/integer.h"
#include "credit/rules/parcel.h"
#include "credit/store/settle.h"
#include "exchange/documents.h"
#include "http/part.h"
#include "protocol/parcel_transfer.h"
#include "protocol/verified.h"

namespace sealcart::credit {
namespace {

using store::DigitalParcel;

tl::unexpected<Problem> partner_unknown() {
  return problem(403, "partner-unknown", "This certificate names no mall that we work with.");
}

std::shared_ptr<const exchange::Partner> mall_of(const Bank& bank, const http::Request& request) {
  auto partner = bank.party.partners.by_host(request.partner_host);
  return partner && partner->role == "mall" ? partner : nullptr;
}

// The label, which must be the carrying mall's own.
Task<Expected<protocol::Label>> read_label(const Bank& bank, const std::string& document,
                                           const exchange::Partner& mall) {
  const exchange::Party& party = bank.party;
  const auto sender = co_await exchange::find_sender(party, document, protocol::Label::type, "mall");
  if (!sender) co_return tl::unexpected(sender.error());
  if (sender->partner->id != mall.id) {
    co_return problem(403, "label-issuer", "The certificate and the label name two different malls.");
  }
  co_return protocol::decode<protocol::Label>(document, mall.origin, party.config.origin, party.clock.now(),
                                              sender->keys);
}

Task<Expected<DigitalParcel>> take_offer(Bank& bank, const http::Request& request) {
  const auto mall = mall_of(bank, request);
  if (!mall) co_return partner_unknown();
  const auto offer = protocol::decode_parcel_offer(request.body);
  if (!offer) co_return problem(400, "parcel-malformed", "Send {\"label\":…,\"size\":…,\"hash\":…}.");
  const auto label = co_await read_label(bank, offer->label, *mall);
  if (!label) co_return tl::unexpected(label.error());
  sql::Database& database = bank.party.database;
  const seal::Digest key = store::receipt_key(label->number.name);
  const auto receipt = co_await database.read([&](sql::Connection& c) { return store::find_receipt(c, key); });
  const auto fault = label_fault(*label, mall->id, receipt ? std::optional(receipt->held) : std::nullopt);
  if (fault) co_return tl::unexpected(*fault);
  const DigitalParcel offered{.name = protocol::document_hash(offer->label),
                              .mall = mall->id,
                              .settlement = receipt->settlement,
                              .receipt = receipt->receipt,
                              .parcel = label->parcel.n,
                              .parcels = label->parcel.of,
                              .size = offer->size,
                              .hash = offer->hash,
                              .label = offer->label};
  const auto room = bank.parcels.check_room(offered.name, offered.size);
  if (!room) co_return tl::unexpected(room.error());
  const Time now = bank.party.clock.now();
  const std::int64_t most = bank.parcel_bytes;
  co_return co_await database.write([&](sql::Connection& c) { return store::offer_parcel(c, offered, most, now); });
}

Task<Expected<DigitalParcel>> named(Bank& bank, const http::Request& request) {
  const auto mall = mall_of(bank, request);
  if (!mall) co_return partner_unknown();
  const std::string& name = request.captures.at(0);
  auto found =
      co_await bank.party.database.read([&](sql::Connection& c) { return store::find_parcel(c, name, mall->id); });
  if (!found) co_return problem(404, "parcel-unknown", "You have offered no such parcel.");
  if (found->withdrawn) co_return problem(409, "parcel-withdrawn", "You have cancelled this purchase: send no more.");
  co_return std::move(*found);
}

Task<Expected<DigitalParcel>> take_piece(Bank& bank, const http::Request& request) {
  auto parcel = co_await named(bank, request);
  if (!parcel || parcel->state != "arriving") co_return parcel;
  const std::int64_t offset = parse_integer(request.captures.at(1)).value_or(-1);
  if (offset < 0) {
    co_return problem(404, "parcel-unknown", "A piece's address ends with the number of bytes before it.");
  }
  const auto size = static_cast<std::int64_t>(request.body.size());
  if (size == 0 || size > protocol::max_parcel_piece_bytes || size > parcel->size - offset) {
    co_return problem(422, "parcel-size", "A piece has from 1 byte to 4 MiB, and ends where the parcel ends.");
  }
  const auto added = co_await bank.worker.run([&] { return bank.parcels.add(parcel->name, offset, request.body); });
  if (!added) co_return tl::unexpected(added.error());
  co_return parcel;
}

Task<Expected<DigitalParcel>> take_end(Bank& bank, const http::Request& request) {
  auto parcel = co_await named(bank, request);
  if (!parcel || parcel->state != "arriving") co_return parcel;
  const auto whole =
      co_await bank.worker.run([&] { return bank.parcels.finish(parcel->name, parcel->size, parcel->hash); });
  if (!whole) co_return tl::unexpected(whole.error());
  const Time now = bank.party.clock.now();
  co_await bank.party.database.write([&](sql::Connection& c) { store::parcel_arrived(c, parcel->id, now); });
  bank.party.log.info("parcel {} of {} of receipt {} has arrived from {}", parcel->parcel, parcel->parcels,
                      parcel->receipt, parcel->mall);
  parcel->state = "waiting";
  co_return parcel;
}

// How far it is; or the problem, as partners read it.
http::Response answer(const Bank& bank, const http::Request& request, const Expected<DigitalParcel>& parcel) {
  if (!parcel) return exchange::problem_response(bank.party, request, parcel.error());
  const bool accepted = parcel->state != "arriving";
  http::Response response;
  response.content_type = "application/json";
  response.body = encode(
      protocol::ParcelProgress{parcel->name, accepted ? parcel->size : bank.parcels.arrived(parcel->name), accepted});
  return response;
}

// `left` bytes from `first` on. Piece by piece, so that a large one needs no memory of its size.
std::function<Task<std::optional<std::string>>()> stream_of(const std::filesystem::path& path, std::int64_t first,
                                                            std::int64_t left) {
  auto in = std::make_shared<std::ifstream>(path, std::ios::binary);
  in->seekg(first);
  return [in, left]() mutable -> Task<std::optional<std::string>> {
    std::string piece(static_cast<std::size_t>(std::min<std::int64_t>(left, 256 * 1024)), '\0');
    in->read(piece.data(), static_cast<std::streamsize>(piece.size()));
    piece.resize(static_cast<std::size_t>(in->gcount()));
    left -= in->gcount();
    if (piece.empty()) co_return std::nullopt;
    co_return std::move(piece);
  };
}

// All of it, or what a download that broke off still lacks.
http::Response send_parcel(const http::Request& request, const DigitalParcel& parcel,
                           const std::filesystem::path& path) {
  const std::string tag = '"' + parcel.hash + '"';
  const http::Part part = http::wanted_part(request, parcel.size, tag);
  http::Response response;
  response.status = part.status;
  response.headers = {{"Cache-Control", "no-store"}, {"Accept-Ranges", "bytes"}, {"ETag", tag}};
  if (part.status != 200) response.headers.emplace_back("Content-Range", part.content_range);
  if (part.status == 416) return response;
  response.content_type = "application/octet-stream";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"parcel-" +
                                                           std::to_string(parcel.parcel) + "-of-" +
                                                           std::to_string(parcel.parcels) + ".age\"");
  response.stream = stream_of(path, part.first, part.bytes);
  response.headers.emplace_back("Content-Length", std::to_string(part.bytes));
  return response;
}

}  // namespace

Task<http::Response> offer_parcel(Bank& bank, const http::Request& request) {
  const auto parcel = co_await take_offer(bank, request);
  co_return answer(bank, request, parcel);
}

Task<http::Response> add_piece(Bank& bank, const http::Request& request) {
  const auto parcel = co_await take_piece(bank, request);
  co_return answer(bank, request, parcel);
}

Task<http::Response> finish_parcel(Bank& bank, const http::Request& request) {
  const auto parcel = co_await take_end(bank, request);
  co_return answer(bank, request, parcel);
}

Task<http::Response> fetch_parcel(Bank& bank, const http::Request& request) {
  const seal::Digest hash = bank.parcel_secret.keyed_hash(request.captures.at(0));
  const auto parcel =
      co_await bank.party.database.read([&](sql::Connection& c) { return store::parcel_by_token(c, hash); });
  if (!parcel || parcel->deleted || !std::filesystem::exists(bank.parcels.whole(parcel->name))) {
    co_return exchange::problem_response(bank.party, request,
                                         {404, "parcel-gone", "There is no such parcel, or its time is over."});
  }
  co_return send_parcel(request, *parcel, bank.parcels.whole(parcel->name));
}

}  // namespace sealcart::credit
