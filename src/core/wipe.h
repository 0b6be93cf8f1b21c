// For a process through which pass texts that must not be found in its memory afterwards, such as where a parcel goes.
// Wiping is on or off for the whole process, since the allocator is the process's too.
#pragma once

#include <span>
#include <string>

namespace sealcart {

// Before other threads start; for good.
void start_wiping();
bool is_wiping();

// Overwrites; the compiler does not leave it out.
void wipe(std::span<char> bytes);
// All that the string ever held in its present memory; empty afterwards.
void wipe(std::string& text);
// What ended function calls left on this thread's stack below the caller.
void wipe_stack();

}  // namespace sealcart
