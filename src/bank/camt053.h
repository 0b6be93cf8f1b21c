// Reads and writes statement files: ISO 20022 camt.053, BankToCustomerStatement, versions 02 and 08.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bank/statement.h"
#include "core/problem.h"
#include "core/world.h"

namespace sealcart::bank {

inline constexpr std::size_t max_statement_file = 100 * 1024 * 1024;
// Statements, balances, entries and payments together. A payment takes far more memory than the least that can be
// written of it, and a true one is written in more than 200 bytes.
inline constexpr std::size_t max_statement_records = 500'000;

// All statements of a file, in its order; a statement that stands in it twice is given once. Entries that are not
// booked (BOOK) are left out. An entry with several payments becomes as many items, unless the bank gives no amount for
// any of them: then it stays one item, without their texts.
//
// Nothing is taken of a file with a fault. 413 "statement-too-large" beyond `most` bytes (at most 1 GiB), before
// anything is read, or beyond max_statement_records; else 422, those of read_xml and: "statement-version" (no
// camt.053.001.02 or .08), "statement-field" (one that is needed is missing, stands twice or makes no sense),
// "statement-amount", "statement-currency" (unknown, or several in one statement), "statement-details" (an entry's
// payments do not add up to it), "statement-sum" (opening balance and entries do not add up to the closing balance),
// "statement-doubled" (two different statements under one number).
Expected<std::vector<Statement>> camt053(std::string_view xml, std::size_t most = max_statement_file);

enum class StatementVersion { v02, v08 };

// A file with one statement, each item an entry of its own, for demonstrations and tests: camt053 gives it back, its
// items' identities made anew. Texts keep to the message's limits, the days are days, and there is at least one
// balance (asserted as far as camt053 needs them).
std::string statement_xml(const Statement& statement, Time created, StatementVersion version);

}  // namespace sealcart::bank
