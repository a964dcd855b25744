#include "analyze/DerivedObjects.h"

#include "find/Parents.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

const VarDecl *variable(const Expr &expr) {
  const auto *ref = llvm::dyn_cast<DeclRefExpr>(expr.IgnoreParenCasts());
  return ref ? llvm::dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
}

const VarDecl *outVariable(const CallExpr &call, const DerivedSpec &spec) {
  const Expr *out = call.getArg(static_cast<unsigned>(spec.outArgument))->IgnoreParenCasts();
  const auto *address = llvm::dyn_cast<UnaryOperator>(out);
  return address ? variable(*address->getSubExpr()) : nullptr;
}

/// The variable that the result of \p call is stored in.
const VarDecl *receiver(const HandleUses &uses, const CallExpr &call) {
  const Stmt *parent = parentPastCasts(*uses.callable.parents, &call);
  while (llvm::isa_and_nonnull<ExplicitCastExpr>(parent))
    parent = parentPastCasts(*uses.callable.parents, llvm::cast<Expr>(parent));
  if (const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent);
      op && op->getOpcode() == BO_Assign)
    return variable(*op->getLHS());
  if (const auto *decl = llvm::dyn_cast_or_null<DeclStmt>(parent))
    for (const Decl *d : decl->decls())
      if (const auto *var = llvm::dyn_cast<VarDecl>(d);
          var && var->getInit() && var->getInit()->IgnoreParenCasts() == &call)
        return var;
  return nullptr;
}

/// Some call below \p stmt hands \p object to \p ender.
bool ends(const Stmt *stmt, const ValueDecl &object, llvm::StringRef ender) {
  if (!stmt)
    return false;
  if (const auto *call = llvm::dyn_cast<CallExpr>(stmt); call && call->getNumArgs() > 0)
    if (const FunctionDecl *callee = call->getDirectCallee();
        callee && callee->getIdentifier() && callee->getName() == ender)
      if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(call->getArg(0)->IgnoreParenImpCasts()))
        return ref->getDecl() == &object;
  return std::any_of(stmt->child_begin(), stmt->child_end(),
                     [&](const Stmt *child) { return ends(child, object, ender); });
}

} // namespace

void derivedObject(HandleUses &uses, const CallExpr &call) {
  const llvm::StringRef name = call.getDirectCallee()->getName();
  for (const DerivedSpec &spec : uses.driver.derived) {
    if (spec.maker != name || spec.outArgument >= static_cast<int>(call.getNumArgs()))
      continue;
    const VarDecl *object = spec.outArgument < 0 ? receiver(uses, call) : outVariable(call, spec);
    if (!object || !object->hasLocalStorage() || llvm::isa<ParmVarDecl>(object))
      uses.hazard("RP211", "what '" + spec.maker + "' makes is handed out", call.getBeginLoc());
    else if (!ends(uses.callable.body, *object, spec.ender))
      uses.hazard("RP211",
                  "what '" + spec.maker + "' makes is not ended by '" + spec.ender +
                      "' in this function",
                  call.getBeginLoc());
  }
}

} // namespace repool
