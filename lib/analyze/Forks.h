/// \file
/// Which branch of a function is the child's, and what is written behind a fork.
///
///   pid_t pid = fork();  if (pid == 0) { child } else { parent }
///
/// Used by the walk over calls and for each local handle. By syntax; a result that is kept in a
/// field is not followed.
#pragma once

#include "clang/AST/Expr.h"
#include "find/SourceMap.h"
#include "llvm/ADT/DenseSet.h"

namespace repool {

class Forks {
public:
  /// \p var holds what `fork` returned.
  void addResult(const clang::Decl &var) { results_.insert(&var); }

  /// \p stmt mentions such a variable, or calls `fork`.
  bool isResult(const clang::Stmt *stmt) const;

  /// `fork() == 0`, `!pid`: true in the child.
  bool asksForChild(const clang::Expr *condition) const;

private:
  llvm::DenseSet<const clang::Decl *> results_;
};

/// After a call of it there are two processes with one connection, or the one goes on in a child:
/// `fork`, `forkpty`, `daemon`. Not `vfork`, whose child can do little else than execute a program.
bool goesOnTwice(llvm::StringRef function);

/// A call of `fork` in \p body that is written before \p at; null if there is none.
const clang::Stmt *forkBefore(const clang::Stmt *body, clang::SourceLocation at,
                              const SourceMap &map);

/// The last statement leaves the function, the loop or the process.
bool ends(const clang::Stmt *stmt);

} // namespace repool
