// Makes this process overwrite all memory that it gives back (core/wipe.h).
#pragma once

namespace sealcart::cli {

// Before other threads start and before OpenSSL is used. Throws std::runtime_error when it is too late for that.
void wipe_freed_memory();

}  // namespace sealcart::cli
