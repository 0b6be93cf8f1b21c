// Why an act in the audit log was done, in the reader's language. The log itself stays as it was written.
#pragma once

#include <string>

#include "desk/store/audit.h"
#include "render/pages.h"

namespace sealcart::desk {

// What the program itself writes as the reason of an act has words: "why.<act>", "why.<act>.2" and so on, in
// English just as it is written, with {{variables}} for what varies. A variable's value has words of its own where
// "<variable>.<value>" or "<variable>.<value>.heading" is one: {{scan}}, {{role}}, {{problem}}. Anything else, as what
// an operator typed, is given as it stands.
std::string reason_text(const render::Pages& pages, const store::AuditEntry& entry, render::Language language);

}  // namespace sealcart::desk
