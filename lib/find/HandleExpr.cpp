#include "find/HandleExpr.h"

namespace repool {

using namespace clang;

const Expr *plain(const Expr *expr) {
  expr = expr->IgnoreParenImpCasts();
  const auto *outer = llvm::dyn_cast<UnaryOperator>(expr);
  const auto *inner =
      outer ? llvm::dyn_cast<UnaryOperator>(outer->getSubExpr()->IgnoreParenImpCasts()) : nullptr;
  const bool cancel =
      inner && ((outer->getOpcode() == UO_Deref && inner->getOpcode() == UO_AddrOf) ||
                (outer->getOpcode() == UO_AddrOf && inner->getOpcode() == UO_Deref));
  return cancel ? plain(inner->getSubExpr()) : expr;
}

namespace {

bool names(const Expr *expr, const ValueDecl *decl) {
  const auto *ref = llvm::dyn_cast<DeclRefExpr>(plain(expr));
  return ref && ref->getDecl() == decl;
}

bool isZero(const Expr *expr) {
  const auto *literal = llvm::dyn_cast<IntegerLiteral>(expr->IgnoreParenImpCasts());
  return literal && literal->getValue() == 0;
}

} // namespace

HandleExpr handleOf(const ParmVarDecl &parameter) {
  const QualType type = parameter.getType();
  const bool isAddress = type->isPointerType() && type->getPointeeType()->isPointerType();
  return isAddress ? HandleExpr(HandleExpr::Form::Pointee, parameter) : HandleExpr(parameter);
}

bool HandleExpr::is(const Stmt *stmt) const {
  const auto *expr = llvm::dyn_cast_or_null<Expr>(stmt);
  if (!expr)
    return false;
  expr = plain(expr);
  switch (form) {
  case Form::Variable:
    return names(expr, decl);
  case Form::Pointee:
    if (decl->getType()->isReferenceType()) // `PGconn *&out`
      return names(expr, decl);
    if (const auto *unary = llvm::dyn_cast<UnaryOperator>(expr))
      return unary->getOpcode() == UO_Deref && names(unary->getSubExpr(), decl);
    if (const auto *element = llvm::dyn_cast<ArraySubscriptExpr>(expr))
      return names(element->getBase(), decl) && isZero(element->getIdx());
    return false;
  case Form::Field:
    if (const auto *member = llvm::dyn_cast<MemberExpr>(expr))
      return member->getMemberDecl() == decl;
    return false;
  }
  return false;
}

bool HandleExpr::isAddress(const Stmt *stmt) const {
  const auto *expr = llvm::dyn_cast_or_null<Expr>(stmt);
  return expr && form == Form::Pointee && !decl->getType()->isReferenceType() && names(expr, decl);
}

} // namespace repool
