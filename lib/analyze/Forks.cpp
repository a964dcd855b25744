#include "analyze/Forks.h"

#include "analyze/Loops.h"
#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"

namespace repool {

using namespace clang;

namespace {

bool isFork(const CallExpr &call) {
  const FunctionDecl *callee = call.getDirectCallee();
  return callee && callee->getIdentifier() && callee->getName() == "fork";
}

} // namespace

bool Forks::isResult(const Stmt *stmt) const {
  return anyBelow(stmt, [&](const Stmt &s) {
    if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(&s))
      return results_.contains(ref->getDecl());
    const auto *call = llvm::dyn_cast<CallExpr>(&s);
    return call && isFork(*call);
  });
}

bool Forks::asksForChild(const Expr *condition) const {
  condition = condition->IgnoreParenImpCasts();
  if (const auto *unary = llvm::dyn_cast<UnaryOperator>(condition))
    return unary->getOpcode() == UO_LNot && isResult(unary);
  const auto *op = llvm::dyn_cast<BinaryOperator>(condition);
  if (!op || op->getOpcode() != BO_EQ || !isResult(op))
    return false;
  const auto isZero = [](const Expr *e) {
    const auto *literal = llvm::dyn_cast<IntegerLiteral>(e->IgnoreParenImpCasts());
    return literal && literal->getValue() == 0;
  };
  return isZero(op->getLHS()) || isZero(op->getRHS());
}

bool goesOnTwice(llvm::StringRef function) {
  return function == "fork" || function == "forkpty" || function == "daemon";
}

const Stmt *forkBefore(const Stmt *body, SourceLocation at, const SourceMap &map) {
  const Stmt *found = nullptr;
  anyBelow(body, [&](const Stmt &s) {
    const auto *call = llvm::dyn_cast<CallExpr>(&s);
    if (call && isFork(*call) && offsetOf(s.getBeginLoc(), map) < offsetOf(at, map))
      found = call;
    return found != nullptr;
  });
  return found;
}

bool ends(const Stmt *stmt) {
  if (const auto *block = llvm::dyn_cast_or_null<CompoundStmt>(stmt))
    stmt = block->body_empty() ? nullptr : block->body_back();
  if (!stmt)
    return false;
  if (llvm::isa<ReturnStmt, BreakStmt, ContinueStmt, CXXThrowExpr>(stmt))
    return true;
  const auto *expr = llvm::dyn_cast<Expr>(stmt);
  const auto *call = expr ? llvm::dyn_cast<CallExpr>(expr->IgnoreParenImpCasts()) : nullptr;
  const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
  return callee &&
         (callee->isNoReturn() || (callee->getIdentifier() &&
                                   (callee->getName() == "exit" || callee->getName() == "_exit")));
}

} // namespace repool
