// Makes this process overwrite all memory that it gives back (core/wipe.h).
#pragma once

namespace sealcart::cli {

// Before other threads start and before OpenSSL is used. Throws std::runtime_error when it is too late for that.
void wipe_freed_memory();

// The same, also of what libraries in C give back, such as those that draw labels: the C library fills every freed
// block (mallopt, M_PERTURB). Costs more than a busy server should pay; a desk can.
void wipe_all_freed_memory();

}  // namespace sealcart::cli
