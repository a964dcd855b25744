#include "find/Destination.h"

#include "find/HandleExpr.h"
#include "find/Parents.h"
#include "find/SmartPointer.h"

namespace repool {

using namespace clang;

namespace {

/// `owner.reset(value)`: the owner.
const Expr *resetBy(const Stmt &stmt, const Stmt *value) {
  const auto *call = llvm::dyn_cast<CXXMemberCallExpr>(&stmt);
  const CXXMethodDecl *method = call ? call->getMethodDecl() : nullptr;
  const bool isReset = method && method->getIdentifier() && method->getName() == "reset" &&
                       method->getParent()->isInStdNamespace() && call->getNumArgs() > 0 &&
                       call->getArg(0) == value;
  return isReset ? call->getImplicitObjectArgument() : nullptr;
}

} // namespace

HandleKind kindOfVariable(const VarDecl &var, bool object) {
  if (var.hasGlobalStorage())
    return HandleKind::Global;
  return object ? HandleKind::LocalObject : HandleKind::LocalPointer;
}

Destination placeOf(const Expr *lhs) {
  lhs = plain(lhs);
  if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(lhs)) {
    const auto *var = llvm::dyn_cast<VarDecl>(ref->getDecl());
    if (!var)
      return {};
    const std::string name = "'" + var->getNameAsString() + "'";
    // A pointer parameter that the function fills itself is a local of it.
    if (var->getType()->isReferenceType() ||
        (llvm::isa<ParmVarDecl>(var) && !var->getType()->isPointerType()))
      return {HandleKind::OutParameter, var, name, var};
    return {kindOfVariable(*var, false), var, name};
  }
  if (const auto *member = llvm::dyn_cast<MemberExpr>(lhs)) {
    const auto *var = llvm::dyn_cast<VarDecl>(member->getMemberDecl());
    const std::string name = "'" + member->getMemberDecl()->getQualifiedNameAsString() + "'";
    return {var ? HandleKind::Global : HandleKind::Member, var, name, member->getMemberDecl()};
  }
  if (const auto *unary = llvm::dyn_cast<UnaryOperator>(lhs);
      unary && unary->getOpcode() == UO_Deref) {
    const auto *ref = llvm::dyn_cast<DeclRefExpr>(unary->getSubExpr()->IgnoreParenImpCasts());
    return {HandleKind::OutParameter, nullptr, "an out-parameter", ref ? ref->getDecl() : nullptr};
  }
  if (llvm::isa<ArraySubscriptExpr>(lhs))
    return {HandleKind::Member, nullptr, "an array"};
  return {};
}

Destination inGlobal(const VarDecl &var) {
  return {HandleKind::Global, &var, "'" + var.getNameAsString() + "'"};
}

Destination destinationOf(const Expr *expr, const ParentMap &parents, const DriverIndex &index) {
  const Stmt *child = expr;
  for (const Stmt *p = parents.getParent(expr); p; child = p, p = parents.getParent(p)) {
    if (keepsValue(p) ||
        llvm::isa<ConditionalOperator, CStyleCastExpr, CXXStaticCastExpr, CXXFunctionalCastExpr>(p))
      continue;
    if (const auto *op = llvm::dyn_cast<BinaryOperator>(p)) {
      if (op->getOpcode() == BO_Assign && op->getRHS() == child)
        return placeOf(op->getLHS());
      if (op->getOpcode() == BO_Comma)
        continue;
      return {HandleKind::Temporary, nullptr, ""};
    }
    if (const auto *decl = llvm::dyn_cast<DeclStmt>(p)) {
      for (const Decl *d : decl->decls())
        if (const auto *var = llvm::dyn_cast<VarDecl>(d); var && var->getInit() == child)
          return {kindOfVariable(*var, false), var, "'" + var->getNameAsString() + "'"};
      return {};
    }
    if (llvm::isa<ReturnStmt>(p))
      return {HandleKind::Returned, nullptr, ""};
    if (llvm::isa<CXXNewExpr>(p))
      return {HandleKind::Heap, nullptr, "new"};
    if (const auto *list = llvm::dyn_cast<InitListExpr>(p)) {
      if (list->getNumInits() == 1 && list->getType()->getAsCXXRecordDecl() &&
          index.handleClass(list->getType()->getAsCXXRecordDecl()).driver)
        continue; // `pqxx::connection conn{connect()}`
      return {HandleKind::Member, nullptr, "an aggregate"};
    }
    if (const auto *op = llvm::dyn_cast<CXXOperatorCallExpr>(p))
      return op->getOperator() == OO_Equal && op->getNumArgs() == 2 && op->getArg(1) == child &&
                     smartPointer(op->getArg(0)->getType(), index).driver
                 ? placeOf(op->getArg(0))
                 : Destination{HandleKind::Temporary, nullptr, ""};
    if (const Expr *owner = resetBy(*p, child))
      return placeOf(owner);
    if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(p)) {
      if (made->getNumArgs() > 0 && made->getArg(0) == child &&
          (smartPointer(made->getType(), index).driver ||
           index.handleClass(made->getType()->getAsCXXRecordDecl()).driver))
        continue; // the smart pointer around it, or the move that returns it
      return {HandleKind::Heap, nullptr, "'" + made->getType().getAsString() + "'"};
    }
    return {HandleKind::Temporary, nullptr, ""};
  }
  return {HandleKind::Member, nullptr, "a member"}; // a member or base initialiser has no parent
}

Destination outArgument(const CallExpr &call, unsigned index) {
  if (index >= call.getNumArgs())
    return {};
  const Expr *arg = plain(call.getArg(index)->IgnoreParenCasts());
  if (const auto *unary = llvm::dyn_cast<UnaryOperator>(arg);
      unary && unary->getOpcode() == UO_AddrOf) {
    Destination to = placeOf(unary->getSubExpr());
    if (to.kind == HandleKind::OutParameter && to.var && !to.var->getType()->isReferenceType())
      to.kind = HandleKind::Unknown; // a by-value parameter used as a local
    return to;
  }
  if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(arg);
      ref && llvm::isa<ParmVarDecl>(ref->getDecl()))
    return {HandleKind::OutParameter, nullptr, "'" + ref->getDecl()->getNameAsString() + "'",
            ref->getDecl()};
  return {HandleKind::Unknown, nullptr, ""};
}

Destination connectedInPlace(const Expr &handle) {
  const Expr *e = handle.IgnoreParenImpCasts();
  if (const auto *unary = llvm::dyn_cast<UnaryOperator>(e);
      unary && unary->getOpcode() == UO_AddrOf)
    return placeOf(unary->getSubExpr());
  if (llvm::isa<CXXThisExpr>(e))
    return {HandleKind::Member, nullptr, "an object"};
  if (llvm::isa<CallExpr>(e)) // `conn.get()`
    return {HandleKind::Heap, nullptr, "what a call gives"};
  Destination to = placeOf(e);
  if (llvm::isa_and_nonnull<ParmVarDecl>(to.var)) // the caller's, now connected
    to.kind = HandleKind::OutParameter;
  return to;
}

} // namespace repool
