#include "analyze/Surroundings.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace repool {

using namespace clang;

namespace {

bool isLoop(const Stmt *stmt) {
  return llvm::isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(stmt);
}

/// \p child is a sub-statement of \p parent, not one of its expressions.
bool isSubStatement(const Stmt *parent, const Stmt *child) {
  if (const auto *s = llvm::dyn_cast<IfStmt>(parent))
    return s->getThen() == child || s->getElse() == child || s->getInit() == child;
  if (const auto *s = llvm::dyn_cast<ForStmt>(parent))
    return s->getBody() == child || s->getInit() == child;
  if (const auto *s = llvm::dyn_cast<WhileStmt>(parent))
    return s->getBody() == child;
  if (const auto *s = llvm::dyn_cast<DoStmt>(parent))
    return s->getBody() == child;
  if (const auto *s = llvm::dyn_cast<SwitchStmt>(parent))
    return s->getBody() == child;
  if (const auto *s = llvm::dyn_cast<CXXForRangeStmt>(parent))
    return s->getBody() == child;
  return llvm::isa<CompoundStmt, SwitchCase, LabelStmt, AttributedStmt, CXXCatchStmt, CXXTryStmt,
                   LambdaExpr>(parent);
}

} // namespace

Slot slotOf(const Stmt &node, const Callable &callable) {
  const Stmt *child = &node;
  for (const Stmt *p = callable.parents->getParent(child); p;
       child = p, p = callable.parents->getParent(p))
    if (isSubStatement(p, child))
      return {child, p, llvm::dyn_cast<CompoundStmt>(p)};
  return {child, nullptr, nullptr};
}

const CompoundStmt *blockOf(const Stmt &node, const Callable &callable) {
  for (const Stmt *p = callable.parents->getParent(&node); p; p = callable.parents->getParent(p)) {
    if (const auto *block = llvm::dyn_cast<CompoundStmt>(p))
      return block;
    if (p == callable.body)
      return nullptr;
  }
  return nullptr;
}

bool isInLoop(const Stmt &node, const Callable &callable, const Stmt *limit) {
  for (const Stmt *p = &node; p && p != callable.body && p != limit;
       p = callable.parents->getParent(p))
    if (p != &node && isLoop(p))
      return true;
  return false;
}

bool isEvaluatedFirst(const Stmt &node, const Stmt &statement, const Callable &callable) {
  const Stmt *child = &node;
  while (child != &statement) {
    const Stmt *p = callable.parents->getParent(child);
    if (!p)
      return false;
    if (const auto *op = llvm::dyn_cast<BinaryOperator>(p)) {
      if (op->getOpcode() == BO_Assign) {
        if (op->getRHS() == child && !llvm::isa<DeclRefExpr>(op->getLHS()->IgnoreParenImpCasts()))
          return false;
      } else if (op->getRHS() == child &&
                 !op->getLHS()->IgnoreParenImpCasts()->isIntegerConstantExpr(
                     callable.decl->getASTContext()))
        return false;
    } else if (const auto *choice = llvm::dyn_cast<ConditionalOperator>(p)) {
      if (choice->getCond() != child)
        return false;
    } else if (const auto *decl = llvm::dyn_cast<DeclStmt>(p)) {
      if (!decl->isSingleDecl())
        return false;
    } else if (const auto *s = llvm::dyn_cast<IfStmt>(p)) {
      if (s->getCond() != child || s->getInit() || s->getConditionVariable())
        return false;
    } else if (const auto *choose = llvm::dyn_cast<SwitchStmt>(p)) {
      if (choose->getCond() != child || choose->getInit() || choose->getConditionVariable())
        return false;
    } else if (!llvm::isa<CastExpr, ParenExpr, UnaryOperator, ReturnStmt, ExprWithCleanups,
                          MaterializeTemporaryExpr, CXXBindTemporaryExpr, ConstantExpr>(p)) {
      return false;
    }
    child = p;
  }
  return true;
}

bool anyBelow(const Stmt *stmt, llvm::function_ref<bool(const Stmt &)> is) {
  if (!stmt)
    return false;
  if (is(*stmt))
    return true;
  if (llvm::isa<LambdaExpr>(stmt))
    return false;
  for (const Stmt *child : stmt->children())
    if (anyBelow(child, is))
      return true;
  return false;
}

} // namespace repool
