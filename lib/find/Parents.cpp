#include "find/Parents.h"

#include "clang/AST/ExprCXX.h"

namespace repool {

using namespace clang;

bool keepsValue(const Stmt *stmt) {
  return llvm::isa<ParenExpr, ImplicitCastExpr, ExprWithCleanups, MaterializeTemporaryExpr,
                   CXXBindTemporaryExpr, ConstantExpr, SubstNonTypeTemplateParmExpr>(stmt);
}

const Stmt *parentPastCasts(const ParentMap &parents, const Stmt *expr, const Stmt **child) {
  const Stmt *below = expr;
  const Stmt *p = parents.getParent(expr);
  while (p && keepsValue(p)) {
    below = p;
    p = parents.getParent(p);
  }
  if (child)
    *child = below;
  return p;
}

} // namespace repool
