// Rows of sign_in: counted tries by subject.
#pragma once

#include "core/lockout.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::credit::store {

Tries tries(sql::Connection& connection, const seal::Digest& subject);
// Counts one try, before it is made.
CountedTry count_try(sql::Connection& connection, const seal::Digest& subject, const TryRule& rule, Time now);
// After a right password: as if there had been no wrong one.
void forget_tries(sql::Connection& connection, const seal::Digest& subject);
// Removes at most a thousand of the rows that count no more.
void prune_tries(sql::Connection& connection, Time now);

}  // namespace sealcart::credit::store
