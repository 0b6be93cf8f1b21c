#include "mall/desk/send_digital.h"

#include <spdlog/logger.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "mall/desk/claim_for.h"
#include "mall/desk/digital_folders.h"
#include "mall/store/digital_parcels.h"
#include "mall/store/parcels.h"
#include "mall/store/purchases.h"
#include "mall/store/reckonings.h"
#include "mall/store/refunds.h"
#include "protocol/parcel_transfer.h"

namespace sealcart::mall {
namespace {

namespace fs = std::filesystem;
using protocol::ParcelProgress;

constexpr std::int64_t lease_seconds = 15;  // after which another desk takes over what this one does not renew
constexpr std::int64_t renew_seconds = 5;
constexpr std::int64_t turn_seconds =
    20;  // then another parcel's turn comes, so that a large one holds up no small one
constexpr std::int64_t most_attempts = 40;
constexpr int most_openings = 3;  // within one attempt

// A partner's refusal that no repetition changes.
bool is_final(const Problem& problem) {
  constexpr std::array final = {400, 403, 409, 410, 413, 422};
  return std::find(final.begin(), final.end(), problem.status) != final.end() && problem.code != "parcel-offset" &&
         problem.code != "parcel-hash";
}

Problem problem_of(const http::ClientResponse& answer) {
  Problem found{answer.status, "status-" + std::to_string(answer.status),
                "The credit company answered without a code."};
  boost::json::error_code error;
  const auto value = boost::json::parse(answer.body, error);
  if (error || !value.is_object()) return found;
  const auto* code = value.get_object().if_contains("code");
  if (code != nullptr && code->is_string() && code->get_string().size() <= 64) found.code = code->get_string().c_str();
  return found;
}

Task<Expected<ParcelProgress>> post(const exchange::Party& party, std::string url, std::string type, std::string body) {
  http::ClientRequest request{.method = http::Method::post,
                              .url = std::move(url),
                              .content_type = std::move(type),
                              .body = std::move(body),
                              .timeout_seconds = 120};
  const auto answer = co_await party.client.send(std::move(request));
  if (!answer) co_return tl::unexpected(answer.error());
  if (answer->status != 200) co_return tl::unexpected(problem_of(*answer));
  auto progress = protocol::decode_parcel_progress(answer->body);
  if (!progress) co_return problem(502, "parcel-answer", "The answer is not of the agreed form.");
  co_return std::move(*progress);
}

// What comes after `offset`, at most one piece.
std::string read_piece(const fs::path& file, std::int64_t offset) {
  std::ifstream in(file, std::ios::binary);
  std::string piece(static_cast<std::size_t>(protocol::parcel_piece_bytes), '\0');
  if (!in.seekg(offset)) throw std::runtime_error("cannot read " + file.string());
  in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
  piece.resize(static_cast<std::size_t>(in.gcount()));
  if (piece.empty()) throw std::runtime_error(file.string() + " is shorter than it was");
  return piece;
}

void forget_file(const exchange::Party& party, const store::DigitalParcel& parcel) {
  std::error_code ignored;
  fs::remove(spool_folder(party.config) / parcel.file, ignored);
}

// How far it is: accepted, or its turn is over.
Task<Expected<ParcelProgress>> transfer(const exchange::Party& party, const store::DigitalParcel& parcel) {
  const auto voided =
      co_await party.database.read([&](sql::Connection& c) { return store::find_void(c, parcel.handover); });
  if (voided) {
    forget_file(party, parcel);
    co_return problem(409, "purchase-cancelled", "The purchase was cancelled before this was sent.");
  }
  const auto company = party.partners.by_id(parcel.partner);
  if (!company) co_return problem(503, "company-inactive", "We do not work with this credit company now.");
  const std::string base = company->api + "/partner/parcels";
  const fs::path file = spool_folder(party.config) / parcel.file;
  std::string offer = encode(protocol::ParcelOffer{parcel.label, parcel.size, parcel.hash});
  auto progress = co_await post(party, base, "application/json", offer);
  const Time begun = party.clock.now();
  Time renewed = begun;
  for (int opened = 1; progress && !progress->accepted;) {
    const Time now = party.clock.now();
    if (now >= begun + turn_seconds) break;
    if (now >= renewed + renew_seconds) {
      renewed = now;
      const std::int64_t sent = progress->offset;
      co_await party.database.write(
          [&](sql::Connection& c) { store::note_progress(c, parcel.id, sent, now + lease_seconds); });
    }
    const std::string at = base + "/" + progress->parcel + "/";
    if (progress->offset < parcel.size) {
      progress = co_await post(party, at + std::to_string(progress->offset), "application/octet-stream",
                               read_piece(file, progress->offset));
    } else {
      progress = co_await post(party, at + "finish", "application/json", "{}");
    }
    if (!progress && progress.error().code == "parcel-offset" && opened++ < most_openings) {
      progress = co_await post(party, base, "application/json", offer);
    }
  }
  co_return progress;
}

std::string labels_of(const std::vector<store::DigitalParcel>& parcels) {
  std::string text;
  for (const store::DigitalParcel& one : parcels) text += one.label + "\n";
  return text;
}

// The state, and with the last parcel the claim.
Task<void> accepted(const exchange::Party& party, const store::DigitalParcel& parcel) {
  const Time now = party.clock.now();
  const auto payment =
      co_await party.database.read([&](sql::Connection& c) { return store::handover(c, parcel.handover); });
  const auto all =
      co_await party.database.read([&](sql::Connection& c) { return store::parcels_of(c, parcel.handover); });
  const bool whole = co_await party.database.write([&](sql::Connection& c) {
    store::lock_handover(c, parcel.handover);
    if (!store::accept_parcel(c, parcel, now)) return false;
    const bool follows = store::parcels_follow(c, parcel.purchase);
    const auto part = part_to_claim(store::moved(c, *payment), parcel.claims.minor, follows);
    if (!part) return false;  // cancelled while it was on its way
    const Money amount{part->amount, parcel.claims.currency};
    store::add_claim(c, claim_for(party, *payment, amount, part->last, labels_of(all), now), parcel.partner);
    return true;
  });
  forget_file(party, parcel);
  party.log.info("parcel {} of {} for {} is at {}{}", parcel.parcel, parcel.parcels, parcel.handover, parcel.partner,
                 whole ? ", and claimed for" : "");
}

// A second, and more each time, up to ten minutes.
std::int64_t wait_after(std::int64_t attempts) {
  return std::min<std::int64_t>(600, std::int64_t{1} << std::min<std::int64_t>(attempts - 1, 10));
}

Task<void> failed(const exchange::Party& party, const store::DigitalParcel& parcel, const Problem& fault) {
  party.log.warn("parcel {} of {} for {}: {} {}", parcel.parcel, parcel.parcels, parcel.handover, fault.status,
                 fault.code);
  const Time again = party.clock.now() + wait_after(parcel.attempts);
  const bool final = is_final(fault) || parcel.attempts >= most_attempts;
  co_await party.database.write([&](sql::Connection& c) {
    if (final) {
      store::refuse_parcel(c, parcel.id, fault.code);
    } else {
      store::postpone_parcel(c, parcel.id, again, fault.code);
    }
  });
}

}  // namespace

Task<int> send_digital(const exchange::Party& party) {
  int count = 0;
  for (;;) {
    const Time now = party.clock.now();
    const bool any = co_await party.database.read([&](sql::Connection& c) { return store::any_due_parcel(c, now); });
    if (!any) co_return count;
    const auto parcel = co_await party.database.write(
        [&](sql::Connection& c) { return store::claim_due_parcel(c, now, lease_seconds); });
    if (!parcel) co_return count;
    Expected<ParcelProgress> reached;
    try {
      reached = co_await transfer(party, *parcel);
    } catch (const std::runtime_error& fault) {
      party.log.error("parcel for {}: {}", parcel->handover, fault.what());
      reached = problem(503, "spool", "The parcel cannot be read from the spool.");
    }
    if (!reached) {
      co_await failed(party, *parcel, reached.error());
    } else if (reached->accepted) {
      co_await accepted(party, *parcel);
      ++count;
    } else {
      const Time then = party.clock.now();
      co_await party.database.write(
          [&](sql::Connection& c) { store::note_progress(c, parcel->id, reached->offset, then); });
    }
  }
}

}  // namespace sealcart::mall
