#include "credit/desk/mail_fault.h"

#include <algorithm>
#include <string_view>

namespace sealcart::credit {
namespace {

constexpr std::string_view faults[] = {"fault.mail-refused",      "fault.mail-unavailable", "fault.mail-sign-in",
                                       "fault.mail-malformed",    "fault.mail-settings",    "fault.not-needed",
                                       "fault.customer-unknown",  "fault.seal-damaged",     "fault.seal-other-key",
                                       "fault.seal-other-number", "fault.parcel-withdrawn"};

}  // namespace

std::string kept_fault(const Problem& problem) {
  const std::size_t open = problem.detail.find('('),
                    close = problem.detail.find(')', std::min(open, problem.detail.size()));
  if (close == std::string::npos) return problem.code;
  return problem.code + " " + problem.detail.substr(open, close - open + 1);
}

std::string fault_text(const Office& office, const std::string& kept, render::Language language) {
  const std::size_t end = std::min(kept.find(' '), kept.size());
  const std::string key = "fault." + kept.substr(0, end);
  if (std::find(std::begin(faults), std::end(faults), key) == std::end(faults)) return kept;
  return office.party.pages.word(key, language) + kept.substr(end);
}

}  // namespace sealcart::credit
