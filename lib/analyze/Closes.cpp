#include "analyze/Closes.h"

#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

namespace repool {

using namespace clang;

namespace {

/// A `return` whose expression calls nothing (constructors and operators are calls).
bool isPlainReturn(const Stmt *stmt) {
  const auto *ret = llvm::dyn_cast<ReturnStmt>(stmt);
  return ret && !anyBelow(ret->getRetValue(), [](const Stmt &s) {
           if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(&s))
             return !made->isElidable() && !made->getConstructor()->isCopyOrMoveConstructor();
           return llvm::isa<CallExpr, CXXNewExpr, CXXUnresolvedConstructExpr, LambdaExpr>(s);
         });
}

/// `if (conn)`, `if (conn != NULL)`: tests the handle and nothing else, no else branch.
const IfStmt *guardOf(const Slot &slot, const HandleExpr &handle, const Callable &callable) {
  const Stmt *parent = slot.parent;
  if (slot.block) { // `if (conn) { PQfinish(conn); }`
    if (slot.block->size() != 1)
      return nullptr;
    parent = callable.parents->getParent(slot.block);
  }
  const auto *guard = llvm::dyn_cast_or_null<IfStmt>(parent);
  if (!guard || guard->getElse() || guard->getInit() || guard->getConditionVariable())
    return nullptr;
  const Expr *cond = guard->getCond()->IgnoreParenImpCasts();
  auto isVar = [&](const Expr *e) { return handle.is(e); };
  if (isVar(cond))
    return guard;
  const auto *op = llvm::dyn_cast<BinaryOperator>(cond);
  if (!op || op->getOpcode() != BO_NE)
    return nullptr;
  ASTContext &ast = handle.decl->getASTContext();
  auto isNull = [&](const Expr *e) {
    return e->IgnoreParenCasts()->isNullPointerConstant(ast, Expr::NPC_ValueDependentIsNotNull) !=
           Expr::NPCK_NotNull;
  };
  return (isVar(op->getLHS()) && isNull(op->getRHS())) ||
                 (isVar(op->getRHS()) && isNull(op->getLHS()))
             ? guard
             : nullptr;
}

/// What follows \p statement in the block that holds it, up to the end of \p scope.
AfterClose afterOf(const Stmt *statement, const CompoundStmt *holder, const CompoundStmt *scope) {
  if (!holder)
    return AfterClose::Code;
  auto it = std::find(holder->body_begin(), holder->body_end(), statement);
  if (it == holder->body_end())
    return AfterClose::Code;
  ++it;
  if (it == holder->body_end())
    return holder == scope ? AfterClose::Nothing : AfterClose::Code;
  return isPlainReturn(*it) ? AfterClose::PlainReturn : AfterClose::Code;
}

/// The name of the call that closes, or `delete` with what stands between it and its operand.
SourceRange closerOf(const Expr &event) {
  if (const auto *call = llvm::dyn_cast<CallExpr>(&event))
    return call->getCallee()->getSourceRange();
  return event.getBeginLoc();
}

std::string nameOf(const Expr &event) {
  const auto *call = llvm::dyn_cast<CallExpr>(&event);
  return call ? call->getDirectCallee()->getNameAsString() : std::string(DeleteExpression);
}

bool isSoleInMacro(const Expr &call, const SourceMap &map) {
  const SourceManager &sm = map.manager();
  const LangOptions &lang = map.ast().getLangOpts();
  SourceLocation begin;
  SourceLocation end;
  return call.getBeginLoc().isMacroID() && call.getEndLoc().isMacroID() &&
         Lexer::isAtStartOfMacroExpansion(call.getBeginLoc(), sm, lang, &begin) &&
         Lexer::isAtEndOfMacroExpansion(call.getEndLoc(), sm, lang, &end);
}

} // namespace

std::vector<Close> describeCloses(const UsesOfVariable &uses, const HandleExpr &handle,
                                  const DriverSpec &driver, const Callable &callable,
                                  const SourceMap &map, const CompoundStmt *block) {
  std::vector<Close> closes;
  for (const Use &use : uses.uses) {
    if (use.role != UseRole::Close)
      continue;
    const auto &event = *llvm::cast<Expr>(use.event);
    Close close;
    close.place = map.place(event.getBeginLoc());
    close.closer = nameOf(event);
    close.inMacro = closerOf(event).getBegin().isMacroID();
    close.wholeMacro = close.inMacro && isSoleInMacro(event, map);
    if (auto span = map.span(event.getSourceRange()))
      close.call = *span;
    else
      close.inMacro = true, close.wholeMacro = false;
    if (auto span = map.span(closerOf(event)))
      close.callee = *span;
    if (const auto *end = llvm::dyn_cast<CXXDeleteExpr>(&event))
      if (auto span = map.span(end->getArgument()->getSourceRange()))
        close.argument = *span;
    const Slot slot = slotOf(event, callable);
    const Stmt *alone = slot.statement;
    if (const auto *expr = llvm::dyn_cast<Expr>(alone))
      alone = expr->IgnoreParenCasts(); // `(void)sqlite3_close(db);`
    close.isStatement = alone == &event;
    close.inBlock = slot.block != nullptr;
    if (auto span = map.statement(*slot.statement))
      close.statement = *span;
    const IfStmt *guard = guardOf(slot, handle, callable);
    if (guard) {
      const Slot outer = slotOf(*guard, callable);
      if (auto span = map.statement(*guard))
        close.guard = *span;
      close.guardInBlock = outer.block != nullptr;
      close.after = afterOf(guard, outer.block, block);
    } else {
      close.after = afterOf(slot.statement, slot.block, block);
    }
    closes.push_back(std::move(close));
  }
  return closes;
}

} // namespace repool
