#include "seal/box.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>
#include <vector>

#include "seal/contents.h"

namespace sealcart::seal {
namespace {

// A basket of about six products fits the first bucket; the largest holds some hundred lines.
constexpr std::size_t goods_buckets[] = {512, 2048, 8192};
// One bucket for people: a customer's id and name, or an address with its delivery wishes.
constexpr std::size_t customer_buckets[] = {512};
constexpr std::size_t addressee_buckets[] = {1024};

}  // namespace

std::string_view name(Subject subject) {
  switch (subject) {
    case Subject::goods:
      return "goods";
    case Subject::customer:
      return "customer";
    case Subject::addressee:
      return "addressee";
  }
  assert(false);
  return {};
}

std::span<const std::size_t> buckets(Subject subject) {
  switch (subject) {
    case Subject::goods:
      return goods_buckets;
    case Subject::customer:
      return customer_buckets;
    case Subject::addressee:
      return addressee_buckets;
  }
  assert(false);
  return {};
}

SealingKey SealingKey::of(const PublicKey& key) {
  SealingKey made{.key = key};
  const Digest digest = sha256(key);
  std::copy_n(digest.begin(), made.id.size(), made.id.begin());
  return made;
}

std::optional<std::string> seal(Subject subject, std::string_view number, std::string_view contents,
                                const SealingKey& key) {
  static_assert(crypto_box_SEALBYTES == box_overhead);
  std::string lined = context(subject, number);
  lined += contents;
  auto plain = padded(subject, std::move(lined));
  if (!plain) return std::nullopt;

  std::vector<unsigned char> boxed(box_head + box_overhead + plain->size());
  boxed[0] = box_version;
  std::copy(key.id.begin(), key.id.end(), boxed.begin() + 1);
  const int done = crypto_box_seal(boxed.data() + box_head, reinterpret_cast<const unsigned char*>(plain->data()),
                                   plain->size(), key.key.data());
  assert(done == 0);
  (void)done;
  sodium_memzero(plain->data(), plain->size());
  return base64url(boxed);
}

bool is_sealed(Subject subject, std::string_view text) {
  const auto sizes = buckets(subject);
  const std::size_t bytes_in = text.size() / 4 * 3 + (text.size() % 4 == 0 ? 0 : text.size() % 4 - 1);
  const bool length_fits = std::any_of(sizes.begin(), sizes.end(),
                                       [&](std::size_t size) { return bytes_in == box_head + box_overhead + size; });
  if (!length_fits) return false;
  // The version is in the first two characters; the rest is checked for its form alone.
  const auto head = from_base64url(text.substr(0, 4));
  return head && head->front() == static_cast<char>(box_version) && is_base64url(text);
}

}  // namespace sealcart::seal
