// Encrypts in the age format (age-encryption.org/v1), which anybody can open with the program or a library of it.
#pragma once

#include <filesystem>
#include <string>

#include "core/problem.h"

namespace sealcart::parcel {

// Encrypts what `input` gives, from where it stands to its end, for `recipient` into the file `output`, which appears
// whole and durable or not at all. `input` is any open descriptor, also a pipe that another thread fills; it stays the
// caller's. Blocks; needs no memory of the input's size. Problems: 422 "parcel-key" when `recipient` is no key, 507
// "disk-full". Throws std::runtime_error with the program's own words when it fails otherwise (not installed).
Expected<void> encrypt(int input, const std::string& recipient, const std::filesystem::path& output);

}  // namespace sealcart::parcel
