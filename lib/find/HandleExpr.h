/// \file
/// What stands for one handle in a function body: `conn`, `*out`, `ctx->conn`.
///
/// Everything that asks "is this the handle?" asks here, so that uses, closes and control flow are
/// judged alike whatever holds it. A field is the same handle whatever object it is of.
#pragma once

#include "clang/AST/Expr.h"

namespace repool {

struct HandleExpr {
  enum class Form { Variable, Pointee, Field };

  HandleExpr(const clang::VarDecl &var) : decl(&var) {}

  HandleExpr(Form what, const clang::ValueDecl &of) : form(what), decl(&of) {}

  /// \p stmt, past parentheses and implicit casts, denotes the handle.
  bool is(const clang::Stmt *stmt) const;

  /// \p stmt is the bare parameter of `*out`: filled by an open, tested, handed on.
  bool isAddress(const clang::Stmt *stmt) const;

  Form form = Form::Variable;
  const clang::ValueDecl *decl;
};

/// \p expr without parentheses and implicit casts, and without what takes itself back: `*&db` and
/// `&*db` are `db`.
const clang::Expr *plain(const clang::Expr *expr);

/// What a function that takes the handle has of it: the parameter, or what it points to where that
/// is the handle's address (`create_tables(sqlite3 **db)`).
HandleExpr handleOf(const clang::ParmVarDecl &parameter);

/// The variable, where the handle is one.
inline const clang::VarDecl *variableOf(const HandleExpr &handle) {
  return handle.form == HandleExpr::Form::Variable ? llvm::dyn_cast<clang::VarDecl>(handle.decl)
                                                   : nullptr;
}

} // namespace repool
