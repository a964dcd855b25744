#include "analyze/OwnValues.h"

#include "analyze/PlainTypes.h"
#include "clang/AST/ExprCXX.h"

namespace repool {

using namespace clang;

namespace {

/// Its elements are part of it.
bool isValue(QualType type) {
  const auto *record = type.getNonReferenceType()->getAsCXXRecordDecl();
  return type->isArrayType() ||
         (record && isStandardValue(*record) && !record->getName().contains("view"));
}

/// Its `*` gives what it points to, which may be anyone's.
bool isIterator(const CXXRecordDecl &record) {
  return record.getName().contains("iter") || record.getName() == "_Bit_reference";
}

} // namespace

bool OwnValues::isOwn(const Expr &written) const {
  const Expr &expr = *written.IgnoreParenImpCasts();
  if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(&expr))
    return isOwn(*ref->getDecl());
  if (const auto *member = llvm::dyn_cast<MemberExpr>(&expr)) {
    if (llvm::isa<VarDecl>(member->getMemberDecl()) ||
        member->getMemberDecl()->getType()->isReferenceType())
      return false;
    if (member->isArrow())
      return llvm::isa<CXXThisExpr>(member->getBase()->IgnoreParenImpCasts()) && ownsThis;
    return isOwn(*member->getBase());
  }
  if (const auto *element = llvm::dyn_cast<ArraySubscriptExpr>(&expr)) {
    const Expr &base = *element->getBase()->IgnoreParenImpCasts();
    return base.getType()->isArrayType() && isOwn(base);
  }
  if (const auto *unary = llvm::dyn_cast<UnaryOperator>(&expr);
      unary && unary->getOpcode() == UO_Deref)
    return llvm::isa<CXXThisExpr>(unary->getSubExpr()->IgnoreParenImpCasts()) && ownsThis;
  if (const auto *choice = llvm::dyn_cast<ConditionalOperator>(&expr))
    return isOwn(*choice->getTrueExpr()) && isOwn(*choice->getFalseExpr());
  if (const auto *op = llvm::dyn_cast<BinaryOperator>(&expr); op && op->isAssignmentOp())
    return isOwn(*op->getLHS());
  if (expr.isPRValue())
    return true;
  const auto *call = llvm::dyn_cast<CallExpr>(&expr);
  return call && givesPartOfOwn(*call);
}

bool OwnValues::isOwn(const ValueDecl &decl) const {
  if (const auto *binding = llvm::dyn_cast<BindingDecl>(&decl))
    return binding->getBinding() && isOwn(*binding->getBinding());
  const auto *var = llvm::dyn_cast<VarDecl>(&decl);
  if (!var || !vars_.contains(var))
    return false;
  if (!var->getType()->isReferenceType() || llvm::isa<ParmVarDecl>(var))
    return true; // of a parameter the caller is asked
  if (const Expr *range = ranges_.lookup(var))
    return isValue(range->getType()) && isOwn(*range);
  return var->getInit() && isOwn(*var->getInit());
}

bool OwnValues::givesPartOfOwn(const CallExpr &call) const {
  const FunctionDecl *callee = call.getDirectCallee();
  if (!callee || call.getNumArgs() + (llvm::isa<CXXMemberCallExpr>(call) ? 1 : 0) == 0)
    return false;
  const auto *method = llvm::dyn_cast<CXXMethodDecl>(callee);
  if (const auto *member = llvm::dyn_cast<CXXMemberCallExpr>(&call))
    return isStandardValue(*member->getRecordDecl()) && !isIterator(*member->getRecordDecl()) &&
           member->getImplicitObjectArgument() &&
           !member->getImplicitObjectArgument()->getType()->isPointerType() &&
           isOwn(*member->getImplicitObjectArgument());
  if (method)
    return llvm::isa<CXXOperatorCallExpr>(call) && isStandardValue(*method->getParent()) &&
           !isIterator(*method->getParent()) && isOwn(*call.getArg(0));
  return callee->isInStdNamespace() && callee->getIdentifier() &&
         (callee->getName() == "move" || callee->getName() == "forward" ||
          callee->getName() == "get") &&
         isOwn(*call.getArg(0));
}

bool OwnValues::isGivenOwn(const Expr &arg) const {
  const Expr &expr = *arg.IgnoreParenImpCasts();
  if (const auto *unary = llvm::dyn_cast<UnaryOperator>(&expr);
      unary && unary->getOpcode() == UO_AddrOf)
    return isOwn(*unary->getSubExpr());
  if (expr.getType()->isPointerType())
    return expr.isNullPointerConstant(ast_, Expr::NPC_ValueDependentIsNotNull) !=
           Expr::NPCK_NotNull;
  return expr.getType()->isNullPtrType() || isOwn(expr);
}

bool OwnValues::isOwnObject(const Expr &object) const {
  if (!object.getType()->isPointerType())
    return isOwn(object);
  return llvm::isa<CXXThisExpr>(object.IgnoreParenImpCasts()) && ownsThis;
}

} // namespace repool
