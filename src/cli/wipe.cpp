// Freed memory is overwritten where the process wants it: by replacing the program's operator delete, through which
// every string, container and coroutine frame goes, and OpenSSL's own allocator.
#include "cli/wipe.h"

#include <malloc.h>
#include <openssl/crypto.h>
#include <string.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>

#include "core/wipe.h"

namespace {

void wipe_and_free(void* block) noexcept {
  if (block != nullptr && sealcart::is_wiping()) explicit_bzero(block, malloc_usable_size(block));
  std::free(block);
}

void* openssl_allocate(std::size_t size, const char*, int) { return size == 0 ? nullptr : std::malloc(size); }

void openssl_free(void* block, const char*, int) { wipe_and_free(block); }

// realloc() could move the block and leave the old one as it was.
void* openssl_reallocate(void* block, std::size_t size, const char*, int) {
  if (block == nullptr) return openssl_allocate(size, nullptr, 0);
  if (size == 0) {
    wipe_and_free(block);
    return nullptr;
  }
  const std::size_t room = malloc_usable_size(block);
  if (size <= room && size >= room / 2) return block;
  void* moved = std::malloc(size);
  if (moved == nullptr) return nullptr;
  memcpy(moved, block, std::min(room, size));
  wipe_and_free(block);
  return moved;
}

}  // namespace

// AddressSanitizer has its own; there, nothing is wiped when it is freed. The library's operator new uses malloc.
#ifndef __SANITIZE_ADDRESS__
void operator delete(void* block) noexcept { wipe_and_free(block); }
void operator delete(void* block, std::size_t) noexcept { wipe_and_free(block); }
void operator delete(void* block, std::align_val_t) noexcept { wipe_and_free(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { wipe_and_free(block); }
void operator delete[](void* block) noexcept { wipe_and_free(block); }
void operator delete[](void* block, std::size_t) noexcept { wipe_and_free(block); }
void operator delete[](void* block, std::align_val_t) noexcept { wipe_and_free(block); }
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept { wipe_and_free(block); }
#endif

namespace sealcart::cli {

void wipe_freed_memory() {
  if (CRYPTO_set_mem_functions(openssl_allocate, openssl_reallocate, openssl_free) != 1) {
    throw std::runtime_error("OpenSSL is in use already: its memory could not be wiped");
  }
  start_wiping();
}

void wipe_all_freed_memory() {
  wipe_freed_memory();
  mallopt(M_PERTURB, 0x5a);
}

}  // namespace sealcart::cli
