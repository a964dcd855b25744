#include "analyze/LocalVariable.h"

#include "analyze/ConnectResult.h"
#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace repool {

using namespace clang;

namespace {

/// The statement that declares \p var in \p callable.
const DeclStmt *declarationOf(const VarDecl &var, const Stmt *stmt) {
  if (!stmt)
    return nullptr;
  if (const auto *decl = llvm::dyn_cast<DeclStmt>(stmt))
    for (const Decl *d : decl->decls())
      if (d == &var)
        return decl;
  for (const Stmt *child : stmt->children())
    if (const DeclStmt *found = declarationOf(var, child))
      return found;
  return nullptr;
}

bool isWholeInit(const VarDecl &var, const Expr &expr) {
  return var.getInit() && var.getInit()->IgnoreParenCasts() == &expr;
}

/// `conn = std::make_unique<...>(...);`, `conn.reset(new ...);`: what the smart pointer held
/// before is not seen again, also if the open throws: no handler is between it and the
/// declaration.
bool replacesWhole(const LocalVariable &local, const FoundOpen &found, const Stmt &statement) {
  const auto *whole = llvm::dyn_cast<Expr>(&statement);
  whole = whole ? whole->IgnoreUnlessSpelledInSource() : nullptr;
  const Expr *to = nullptr;
  if (const auto *op = llvm::dyn_cast_or_null<CXXOperatorCallExpr>(whole))
    to = op->getOperator() == OO_Equal ? op->getArg(1) : nullptr;
  else if (const auto *reset = llvm::dyn_cast_or_null<CXXMemberCallExpr>(whole))
    to = reset->getNumArgs() ? reset->getArg(0) : nullptr;
  if (!to || to->IgnoreUnlessSpelledInSource() != found.expr->IgnoreUnlessSpelledInSource())
    return false;
  for (const Stmt *p = &statement; p && p != local.block; p = local.callable.parents->getParent(p))
    if (llvm::isa<CXXTryStmt>(p))
      return false;
  return true;
}

OpenForm formOf(const LocalVariable &local, const FoundOpen &found, const Slot &slot) {
  if (local.kind == HandleKind::LocalOwner)
    return replacesWhole(local, found, *slot.statement) ? OpenForm::Statement : OpenForm::Nested;
  const OpenBy by = local.driver.opens[found.spec].by;
  if (slot.statement == local.declaration && (by == OpenBy::Return || by == OpenBy::New))
    return isWholeInit(local.decl, *found.expr) ? OpenForm::Declaration : OpenForm::Nested;
  const Stmt *alone = slot.statement;
  if (const auto *expr = llvm::dyn_cast<Expr>(alone))
    alone = expr->IgnoreParenCasts();
  if (local.driver.opens[found.spec].by == OpenBy::OutArgument) {
    if (alone == found.expr)
      return OpenForm::Statement;
  } else if (const auto *op = llvm::dyn_cast<BinaryOperator>(alone);
             op && op->getOpcode() == BO_Assign &&
             op->getRHS()->IgnoreParenImpCasts() == found.expr) {
    return OpenForm::Statement;
  }
  return isEvaluatedFirst(*found.expr, *slot.statement, local.callable) ? OpenForm::Leading
                                                                        : OpenForm::Nested;
}

} // namespace

void LocalVariable::describe(Handle &handle, const SourceMap &map) {
  const std::string quoted = "'" + decl.getNameAsString() + "'";
  auto hazard = [&](const char *code, const std::string &message) {
    handle.hazards.push_back({code, message, "", map.place(decl.getLocation())});
  };
  declaration = declarationOf(decl, callable.body);
  if (!declaration) {
    hazard("RP409", quoted + " is not declared by a statement of its own");
    return;
  }
  const Slot slot = slotOf(*declaration, callable);
  block = slot.block;
  handle.declaredInBlock = block != nullptr;
  if (auto span = map.span(declaration->getSourceRange()))
    handle.declaration = *span;
  else
    hazard("RP401", quoted + " is declared by a macro");
  if (auto name = map.span(SourceRange(decl.getLocation())))
    if (name->begin >= handle.declaration.begin)
      handle.typeText = map.text({handle.declaration.begin, name->begin}, decl.getLocation());
  while (!handle.typeText.empty() &&
         std::isspace(static_cast<unsigned char>(handle.typeText.back())))
    handle.typeText.pop_back();
  handle.soleDeclarator = declaration->isSingleDecl();
  handle.firstDeclarator = *declaration->decl_begin() == &decl;
  handle.initialised = decl.hasInit();
  if (block)
    if (auto span = map.span(block->getSourceRange()))
      handle.block = *span;
}

void LocalVariable::place(Open &open, const FoundOpen &found, const Handle &handle,
                          const SourceMap &map) const {
  if (kind == HandleKind::LocalObject && (found.expr || declaration)) {
    open.form = OpenForm::Declaration;
    open.statement = handle.declaration;
    open.inBlock = open.sameBlock = block != nullptr;
    open.inLoop = declaration && isInLoop(*declaration, callable);
    return;
  }
  if (!found.expr)
    return;
  const Slot slot = slotOf(*found.expr, callable);
  if (auto span = map.statement(*slot.statement))
    open.statement = *span;
  open.inBlock = slot.block != nullptr;
  open.sameBlock = slot.block && slot.block == block;
  open.inLoop = isInLoop(*found.expr, callable);
  open.form = formOf(*this, found, slot);
  open.inPlace = found.inPlace && !replacesItself(found, decl);
}

} // namespace repool
