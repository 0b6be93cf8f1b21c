#include "ca/request.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "ca/key.h"
#include "ca/names.h"

namespace sealcart::ca {
namespace {

using Extensions = std::unique_ptr<STACK_OF(X509_EXTENSION), decltype([](STACK_OF(X509_EXTENSION) * extensions) {
                                     sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
                                   })>;

bool is_strong(EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "RSA")) return EVP_PKEY_get_bits(key) >= 2048;
  if (!EVP_PKEY_is_a(key, "EC")) return false;
  char group[64] = "";
  if (EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) <= 0) return false;
  const std::string_view name = group;
  return name == SN_X9_62_prime256v1 || name == SN_secp384r1;
}

Expected<std::vector<std::string>> requested_names(X509_REQ* request) {
  const Extensions extensions(X509_REQ_get_extensions(request));
  int found = -1;  // -1: absent, -2: more than one
  const GeneralNames names(
      static_cast<GENERAL_NAMES*>(X509V3_get_d2i(extensions.get(), NID_subject_alt_name, &found, nullptr)));
  ERR_clear_error();
  if (!names && found == -1) return parse_names(std::vector<std::string>{});
  if (!names) return problem(400, "request-malformed", "The request's subjectAltName cannot be read; make it anew.");
  return parse_names(*names);
}

}  // namespace

Expected<NewRequest> make_request(const std::vector<std::string>& names) {
  const auto checked = parse_names(names);
  if (!checked) return tl::unexpected(checked.error());
  const Key key = new_key();
  const SigningRequest request(check(X509_REQ_new(), "make a request"));
  check(X509_REQ_set_pubkey(request.get(), key.get()), "set the request's key");

  const GeneralNames alternatives = general_names(*checked);
  STACK_OF(X509_EXTENSION)* list = nullptr;
  check(X509V3_add1_i2d(&list, NID_subject_alt_name, alternatives.get(), 0, X509V3_ADD_DEFAULT), "write the names");
  const Extensions extensions(list);
  check(X509_REQ_add_extensions(request.get(), extensions.get()), "add the names");
  check(X509_REQ_sign(request.get(), key.get(), EVP_sha256()), "sign the request");

  const Bio bio = writer();
  check(PEM_write_bio_X509_REQ(bio.get(), request.get()), "write the request");
  return NewRequest{plain_pem(key), written(bio)};
}

Expected<CheckedRequest> read_request(std::string_view pem) {
  const SigningRequest request(PEM_read_bio_X509_REQ(reader(pem).get(), nullptr, nullptr, nullptr));
  Key key(request ? X509_REQ_get_pubkey(request.get()) : nullptr);
  ERR_clear_error();
  if (!key) {
    return problem(400, "request-malformed", "This is no PKCS#10 request in PEM; make one with `sealcart ca request`.");
  }
  if (!is_strong(key.get())) {
    return problem(400, "request-key", "The request's key must be EC P-256, EC P-384 or RSA of 2048 bits or more.");
  }
  const bool signed_by_key = X509_REQ_verify(request.get(), key.get()) == 1;
  ERR_clear_error();
  if (!signed_by_key) {
    return problem(400, "request-signature", "The request is not signed by its own key; ask its sender for a new one.");
  }
  auto names = requested_names(request.get());
  if (!names) return tl::unexpected(names.error());
  return CheckedRequest{std::move(key), std::move(*names)};
}

}  // namespace sealcart::ca
