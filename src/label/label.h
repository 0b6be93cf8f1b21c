// Labels of parcels, ready for a printer. One drawing serves every output and paper, so that what was looked at on a
// screen is what the printer gets: a face of 92 by 138 mm in the middle of the paper.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/problem.h"

namespace sealcart::label {

// All texts are UTF-8 and may hold line breaks. An empty one, and an empty list, takes no room.
struct Label {
  std::string heading;               // carrier and service
  std::string sender;                // name and return address, in lines
  std::string number;                // as Code 128 and as text; printable ASCII, 26 characters or a few more
  std::string code;                  // as QR code; printable ASCII, at most 2,953 bytes
  std::string check_text;            // "abcd-efgh", large
  int parcel = 1, of = 1;            // "2 / 3", large
  std::string amount_caption;        // "Cash on delivery"
  std::string amount;                // formatted, framed; empty when nothing is due
  std::vector<std::string> address;  // large, for over-labels
  std::vector<std::string> lines;    // small print
};

enum class Paper {
  a6,        // 105 x 148 mm
  inch_4x6,  // 101.6 x 152.4 mm
  a4_sheet,  // four A6 labels on A4, in reading order; for `pdf` alone
};

// 422 "label-not-ascii" or "label-too-long" when a code cannot be made, or when text would be too small to read. To be
// asked first: the functions below take a label that does not fit for a bug. They throw std::runtime_error when the
// font is not installed. Equal labels give equal bytes. Safe to use from any thread.
Expected<void> fits(const Label& label);

// One page a label, or four to a sheet, of which the first page leaves `first_place` (0 to 3) places empty.
std::string pdf(std::span<const Label> labels, Paper paper, int first_place = 0);

// A module of either code is a whole number of dots. Resolution: 150 to 600 dots an inch.
std::string png(const Label& label, Paper paper, int dots_per_inch);

// ZPL II: the drawing as one graphic (^GFA), so that a printer needs no Japanese font and no code of its own. For 8
// dots a millimetre say 203, for 12 say 300.
std::string zpl(const Label& label, Paper paper, int dots_per_inch);

}  // namespace sealcart::label
