#include "analyze/ConstructorUses.h"

#include "analyze/CallUses.h"
#include "analyze/HandOvers.h"
#include "clang/AST/ExprCXX.h"
#include "find/Parents.h"

namespace repool {

using namespace clang;

namespace {

/// The only string literal in \p expr, past conversions to std::string and their like.
const StringLiteral *literalIn(const Expr &expr) {
  const Expr *e = expr.IgnoreParenImpCasts();
  if (const auto *literal = llvm::dyn_cast<StringLiteral>(e))
    return literal->isOrdinary() ? literal : nullptr;
  if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(e); made && made->getNumArgs() > 0)
    return literalIn(*made->getArg(0));
  if (const auto *temporary = llvm::dyn_cast<MaterializeTemporaryExpr>(e))
    return literalIn(*temporary->getSubExpr());
  if (const auto *bound = llvm::dyn_cast<CXXBindTemporaryExpr>(e))
    return literalIn(*bound->getSubExpr());
  return nullptr;
}

/// A new-expression, a return or a member would keep the dependent object.
bool outlivesStatement(const HandleUses &uses, const CXXConstructExpr &made) {
  const Stmt *p = parentPastCasts(*uses.callable.parents, &made);
  while (p && llvm::isa<CXXFunctionalCastExpr, CXXConstructExpr>(p))
    p = parentPastCasts(*uses.callable.parents, p);
  if (!p || llvm::isa<CXXNewExpr, ReturnStmt, LambdaExpr, InitListExpr>(p))
    return true;
  if (const auto *decl = llvm::dyn_cast<DeclStmt>(p))
    for (const Decl *d : decl->decls())
      if (const auto *var = llvm::dyn_cast<VarDecl>(d); var && var->hasGlobalStorage())
        return true;
  return false;
}

} // namespace

void passedToConstructor(HandleUses &uses, const Expr &ref, const CXXConstructExpr &made,
                         const Stmt *child) {
  const CXXConstructorDecl *ctor = made.getConstructor();
  if (uses.index.handle(made.getType()) == &uses.driver || ctor->isCopyOrMoveConstructor()) {
    const Stmt *parent = parentPastCasts(*uses.callable.parents, &made);
    if (!uses.isOwner && llvm::isa_and_nonnull<ReturnStmt>(parent)) // `return conn;`
      return returned(uses, ref, *parent);
    uses.hazard("RP210", uses.name + " is copied or moved", ref.getBeginLoc());
    return;
  }
  const bool ofLibrary =
      uses.index.library(*ctor) == &uses.driver && !uses.map.inProject(ctor->getLocation());
  if (!ofLibrary) {
    for (unsigned i = 0; i < made.getNumArgs(); ++i)
      if (made.getArg(i) == child && i < ctor->getNumParams() &&
          uses.map.inProject(ctor->getLocation()))
        return handOn(uses, ref, *ctor, i), uses.add(UseRole::Execute, ref, nullptr, &ref);
    uses.hazard("RP206",
                uses.name + " is passed to '" + ctor->getQualifiedNameAsString() +
                    "', whose body was not seen",
                ref.getBeginLoc());
    return;
  }
  const std::string type = made.getType().getAsString();
  if (llvm::StringRef(type).contains("notification_receiver"))
    uses.hazard("RP105", uses.name + " listens for notifications", ref.getBeginLoc());
  if (outlivesStatement(uses, made))
    uses.hazard("RP211", "a '" + type + "' that uses " + uses.name + " outlives its block",
                ref.getBeginLoc());
  uses.found.executes = true;
  for (const Expr *arg : made.arguments()) // pqxx::stream_from(tx, ...), cursors with text
    if (literalIn(*arg))
      uses.statement(*arg);
  uses.add(UseRole::Execute, ref, nullptr, &ref);
}

} // namespace repool
