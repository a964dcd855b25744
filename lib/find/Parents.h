/// \file
/// The node around an expression, past what changes nothing about its value.
///
///   (conn) of `if ((conn))`  ->  the `if`
///
/// Asked wherever something is made, mentioned or closed. Casts that the code spells are nodes like
/// any other; what has no parent in the body (an initialiser of a constructor) has none here.
#pragma once

#include "clang/AST/ParentMap.h"

namespace repool {

/// \p stmt is a parenthesis, an implicit node or a cast that keeps the value.
bool keepsValue(const clang::Stmt *stmt);

/// \p expr's parent, past such nodes; in \p child the node below it.
const clang::Stmt *parentPastCasts(const clang::ParentMap &parents, const clang::Stmt *expr,
                                   const clang::Stmt **child = nullptr);

} // namespace repool
