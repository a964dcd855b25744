/// \file
/// The handle as an argument of a constructor: `pqxx::work tx(conn)`.
///
/// An object of the client library is a use, as long as it is a local or a temporary of one
/// expression; one that outlives its block would use the connection after it was given back. A
/// class of the program is a function that gets the handle. What is neither, and each copy of the
/// connection, is a hazard.
#pragma once

#include "analyze/HandleUses.h"

namespace repool {

/// \p child, which is \p ref and what is around it, is an argument of \p made.
void passedToConstructor(HandleUses &uses, const clang::Expr &ref,
                         const clang::CXXConstructExpr &made, const clang::Stmt *child);

} // namespace repool
