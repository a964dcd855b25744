#include "analyze/OwnerUses.h"

#include "analyze/HandOvers.h"
#include "clang/AST/ExprCXX.h"
#include "find/Holders.h"
#include "find/Parents.h"
#include "find/SmartPointer.h"

namespace repool {

using namespace clang;

namespace {

void ownerMethod(HandleUses &uses, const Expr &ref, const MemberExpr &member) {
  const auto *call =
      llvm::dyn_cast_or_null<CXXMemberCallExpr>(parentPastCasts(*uses.callable.parents, &member));
  const std::string method = member.getMemberDecl()->getDeclName().getAsString();
  if (llvm::isa<CXXConversionDecl>(member.getMemberDecl()) || method == "use_count")
    return uses.add(UseRole::Test, ref, nullptr, &ref);
  if (call && method == "reset") {
    const Expr *to = call->getNumArgs() ? call->getArg(0) : nullptr;
    if (to && uses.fills(to))
      return uses.add(UseRole::Birth, ref, nullptr, call);
    if (!to || llvm::isa<CXXDefaultArgExpr>(to) ||
        llvm::isa<CXXNullPtrLiteralExpr, GNUNullExpr>(to->IgnoreParenImpCasts()))
      return uses.add(UseRole::Clear, ref, nullptr, call);
    return uses.hazard("RP209", uses.name + " is assigned something that repool did not see opened",
                       ref.getBeginLoc());
  }
  uses.hazard("RP210", uses.name + " gives up its connection by '" + method + "'",
              ref.getBeginLoc());
}

/// `conn_ = std::move(conn)`.
void ownerMoved(HandleUses &uses, const Expr &ref, const CXXOperatorCallExpr &op,
                const Stmt *child) {
  const auto *to = op.getOperator() == OO_Equal && op.getNumArgs() == 2 && op.getArg(1) == child
                       ? llvm::dyn_cast<MemberExpr>(op.getArg(0)->IgnoreParenImpCasts())
                       : nullptr;
  const auto *field = to ? llvm::dyn_cast<FieldDecl>(to->getMemberDecl()) : nullptr;
  if (!field || smartPointer(field->getType(), uses.index).driver != &uses.driver)
    return uses.hazard("RP210", uses.name + " is moved or copied away", ref.getBeginLoc());
  uses.hazard("RP202", uses.name + " is stored in '" + field->getQualifiedNameAsString() + "'",
              ref.getBeginLoc());
  handOver(uses, fieldOf(*field, uses.map, ref.getBeginLoc()), ref, op);
}

void ownerOperator(HandleUses &uses, const Expr &ref, const CXXOperatorCallExpr &op,
                   const Stmt *child) {
  if (op.getOperator() != OO_Equal)
    return op.getOperator() == OO_EqualEqual || op.getOperator() == OO_ExclaimEqual
               ? uses.add(UseRole::Test, ref, nullptr, &op)
               : uses.hazard("RP209", uses.name + " is used in a way that repool does not know",
                             ref.getBeginLoc());
  if (op.getArg(0) != child)
    return ownerMoved(uses, ref, op, child);
  if (uses.fills(op.getArg(1)))
    return uses.add(UseRole::Birth, ref, nullptr, &op);
  if (llvm::isa<CXXNullPtrLiteralExpr>(op.getArg(1)->IgnoreUnlessSpelledInSource()))
    return uses.add(UseRole::Clear, ref, nullptr, &op);
  uses.hazard("RP209", uses.name + " is assigned something that repool did not see opened",
              ref.getBeginLoc());
}

} // namespace

void classifyOwner(HandleUses &uses, const Expr &ref) {
  const Stmt *child = &ref;
  const Stmt *parent = parentPastCasts(*uses.callable.parents, &ref, &child);
  if (const auto *member = llvm::dyn_cast_or_null<MemberExpr>(parent))
    return ownerMethod(uses, ref, *member);
  if (const auto *op = llvm::dyn_cast_or_null<CXXOperatorCallExpr>(parent))
    return ownerOperator(uses, ref, *op, child);
  if (const auto *move = llvm::dyn_cast_or_null<CallExpr>(parent); move && move->isCallToStdMove())
    parent = parentPastCasts(*uses.callable.parents, move, &child);
  if (const auto *op = llvm::dyn_cast_or_null<CXXOperatorCallExpr>(parent))
    return ownerMoved(uses, ref, *op, child);
  if (const auto *made = llvm::dyn_cast_or_null<CXXConstructExpr>(parent);
      made && smartPointer(made->getType(), uses.index).driver == &uses.driver)
    parent = parentPastCasts(*uses.callable.parents, made);
  if (const auto *statement = llvm::dyn_cast_or_null<ReturnStmt>(parent))
    return returned(uses, ref, *statement);
  if (llvm::isa_and_nonnull<CompoundStmt, UnaryExprOrTypeTraitExpr>(parent))
    return;
  if (const auto *cast = llvm::dyn_cast_or_null<CStyleCastExpr>(parent);
      cast && cast->getType()->isVoidType())
    return;
  uses.hazard("RP210", uses.name + " is moved, copied or passed on as a smart pointer",
              ref.getBeginLoc());
}

} // namespace repool
