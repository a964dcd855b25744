/// \file
/// Constructions of a connection that is an object: `pqxx::connection conn(url)` in any spelling.
///
/// As a variable, as an argument, in a `return`. A copy, a move and what a pool lends are no opens;
/// what a factory gives is one only if the driver calls the factory one. An initialiser that
/// depends on a template is an open without an expression.
#pragma once

#include "find/OpenScope.h"

namespace repool {

/// The constructor call behind elided copies and functional casts; null for a call's result.
const clang::CXXConstructExpr *construction(const clang::Expr *init);

/// True if \p var is a connection (also when it is no open: a factory's result or a copy); \p walk
/// goes on with what its initialiser holds.
bool addObject(OpenScope &scope, const clang::VarDecl &var,
               llvm::function_ref<void(const clang::Stmt *)> walk);

/// A connection object without a variable: `new`, an argument, a returned temporary.
void addTemporary(OpenScope &scope, const clang::CXXConstructExpr &made,
                  const clang::VarDecl *global);

} // namespace repool
