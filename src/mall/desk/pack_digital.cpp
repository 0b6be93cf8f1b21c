#include "mall/desk/pack_digital.h"

#include <fcntl.h>

#include <filesystem>
#include <system_error>

#include "core/id.h"
#include "core/wipe.h"
#include "desk/store/audit.h"
#include "exchange/store/pieces.h"
#include "mall/desk/digital_folders.h"
#include "mall/rules/goods.h"
#include "mall/store/product_files.h"
#include "parcel/encrypt.h"
#include "parcel/program.h"
#include "protocol/label.h"
#include "seal/sha256.h"

namespace sealcart::mall {
namespace {

namespace fs = std::filesystem;
using Parcels = std::vector<store::DigitalParcel>;

template <class T>
using OrNotPacked = tl::expected<T, NotPacked>;

tl::unexpected<NotPacked> not_packed(Problem problem, std::string sku = {}) {
  return tl::unexpected<NotPacked>(NotPacked{std::move(problem), std::move(sku)});
}

// The digital goods of the hand-over's box.
Task<Expected<Goods>> open_goods(const Packer& packer, const Handover& payment, const std::string& by) {
  const Time now = packer.party.clock.now();
  co_await packer.party.database.write([&](sql::Connection& c) {
    desk::store::append_audit(c, now, by, "open-goods", payment.number, "pack what is sent as data");
  });
  auto plain = packer.key.open(seal::Subject::goods, payment.number, payment.sealed_goods);
  if (!plain) co_return tl::unexpected(plain.error());
  const auto goods = decode_goods(*plain);
  wipe(*plain);
  if (!goods) co_return problem(409, "seal-damaged", "What the seal holds is not of the form of goods.");
  Goods digital = digital_goods(*goods);
  if (digital.lines.empty()) co_return problem(409, "digital-none", "Nothing in this purchase is sent as data.");
  if (digital.recipient.empty()) {
    co_return problem(
        409, "key-missing",
        "The customer gave no key, since this was bought before files were encrypted for customers: cancel "
        "the purchase.");
  }
  co_return digital;
}

Task<OrNotPacked<std::vector<store::ProductFile>>> find_files(const Packer& packer, const Goods& digital) {
  std::vector<store::ProductFile> files;
  for (const Goods::Line& line : digital.lines) {
    auto file =
        co_await packer.party.database.read([&](sql::Connection& c) { return store::product_file(c, line.sku); });
    if (!file) {
      co_return not_packed({409, "file-missing", "A product of it has no file: add the file, then pack again."},
                           line.sku);
    }
    files.push_back(std::move(*file));
  }
  co_return files;
}

// As the company must find them: the hashes of the sealed texts that crossed (docs/protocol.md, "Label").
protocol::Label label_of(const exchange::Party& party, const Handover& payment, const std::string& audience,
                         protocol::Parcel parcel, Time now) {
  protocol::Label label{.envelope = {party.config.origin, audience, random_id(party.random), now, std::nullopt},
                        .number = {protocol::NumberKind::receipt, payment.reply->name},
                        .goods_hash = std::nullopt,
                        .person_hash = std::nullopt,
                        .parcel = parcel,
                        .cash_on_delivery = std::nullopt};
  if (payment.disclosure != protocol::Disclosure::number_only) {
    label.goods_hash = protocol::document_hash(payment.sealed_goods);
  }
  if (payment.reply->sealed) label.person_hash = protocol::document_hash(*payment.reply->sealed);
  return label;
}

// One file, encrypted into the spool.
Expected<void> encrypt_file(const fs::path& plain, const std::string& recipient, const fs::path& spool,
                            store::DigitalParcel& parcel) {
  const int input = ::open(plain.c_str(), O_RDONLY | O_CLOEXEC);
  if (input < 0) throw std::system_error(errno, std::generic_category(), plain.string());
  const parcel::Descriptor reading(input);
  const fs::path made = spool / parcel.file;
  auto done = parcel::encrypt(reading.number(), recipient, made);
  if (!done) return done;
  parcel.size = static_cast<std::int64_t>(fs::file_size(made));
  parcel.hash = seal::base64url(seal::sha256_of_file(made));
  return {};
}

// What was encrypted and is not sent after all.
void throw_away(const fs::path& spool, const Parcels& parcels) {
  for (const store::DigitalParcel& one : parcels) {
    std::error_code ignored;
    fs::remove(spool / one.file, ignored);
  }
}

// All of them, or none. On the worker.
Expected<void> encrypt_all(const exchange::Config& config, const std::vector<store::ProductFile>& files,
                           const std::string& recipient, Parcels& parcels) {
  const fs::path spool = spool_folder(config);
  fs::create_directories(spool);
  fs::permissions(spool, fs::perms::owner_all);
  std::int64_t bytes = 0;
  for (const store::ProductFile& file : files) bytes += file.size;
  Expected<void> done = exchange::store::check_room(spool, bytes);
  try {
    for (std::size_t i = 0; done && i < files.size(); ++i) {
      done = encrypt_file(files_folder(config) / files[i].file, recipient, spool, parcels[i]);
    }
  } catch (...) {
    throw_away(spool, parcels);
    throw;
  }
  if (!done) throw_away(spool, parcels);
  return done;
}

Parcels parcels_for(const exchange::Party& party, const store::ToSend& what, const exchange::Partner& company,
                    const Goods& digital, Time now) {
  Parcels parcels;
  const auto of = static_cast<std::int64_t>(digital.lines.size());
  for (std::int64_t n = 1; n <= of; ++n) {
    const protocol::Label label = label_of(party, what.payment, company.origin, {n, of}, now);
    parcels.push_back({.handover = what.payment.number,
                       .purchase = what.purchase,
                       .partner = company.id,
                       .parcel = n,
                       .parcels = of,
                       .file = random_id(party.random) + ".age",
                       .label = protocol::encode(label, party.keys.signer(now)),
                       .created = now,
                       .claims = sum(digital)});
  }
  return parcels;
}

}  // namespace

Task<OrNotPacked<Parcels>> pack_digital(Packer packer, store::ToSend what, std::string by) {
  const exchange::Party& party = packer.party;
  const auto company = party.partners.by_id(what.payment.partner);
  if (!company) co_return not_packed({502, "company-inactive", "We do not work with this credit company now."});
  const auto digital = co_await open_goods(packer, what.payment, by);
  if (!digital) co_return not_packed(digital.error());
  const auto files = co_await find_files(packer, *digital);
  if (!files) co_return tl::unexpected(files.error());

  const Time now = party.clock.now();
  Parcels parcels = parcels_for(party, what, *company, *digital, now);
  const auto encrypted =
      co_await packer.worker.run([&] { return encrypt_all(party.config, *files, digital->recipient, parcels); });
  if (!encrypted) co_return not_packed(encrypted.error());
  const bool mine =
      co_await party.database.write([&](sql::Connection& c) { return store::add_parcels(c, parcels, now); });
  if (!mine) {
    throw_away(spool_folder(party.config), parcels);
    co_return not_packed({409, "digital-packed", "This has been packed meanwhile."});
  }
  co_return parcels;
}

}  // namespace sealcart::mall
