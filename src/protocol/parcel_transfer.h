// How a parcel of data travels from the mall to the credit company (seed S324): offered with its label, sent in pieces
// that go on where they broke off, finished. docs/protocol.md, "Parcels of data".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sealcart::protocol {

// The age format adds 16 bytes to every 64 KiB of at most 2 GiB, and a head.
inline constexpr std::int64_t max_parcel_bytes = (std::int64_t{2} << 30) + (std::int64_t{1} << 20);
inline constexpr std::int64_t parcel_piece_bytes = std::int64_t{1} << 20;      // as we send
inline constexpr std::int64_t max_parcel_piece_bytes = std::int64_t{4} << 20;  // as we take

// POST {api}/partner/parcels
struct ParcelOffer {
  std::string label;      // Label document
  std::int64_t size = 0;  // 1 … max_parcel_bytes
  std::string hash;       // base64url SHA-256 of all its bytes
  friend bool operator==(const ParcelOffer&, const ParcelOffer&) = default;
};
std::string encode(const ParcelOffer& offer);
// nullopt for anything that encode cannot give.
std::optional<ParcelOffer> decode_parcel_offer(std::string_view json);

// The answer to the offer, to each piece and to the end.
struct ParcelProgress {
  std::string parcel;       // its name in the addresses: document_hash of its label
  std::int64_t offset = 0;  // how many bytes are there
  bool accepted = false;    // all of it, and the hash is right
  friend bool operator==(const ParcelProgress&, const ParcelProgress&) = default;
};
std::string encode(const ParcelProgress& progress);
std::optional<ParcelProgress> decode_parcel_progress(std::string_view json);

}  // namespace sealcart::protocol
