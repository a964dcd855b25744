#include "analyze/HandOvers.h"

#include "find/Holders.h"

namespace repool {

using namespace clang;

namespace {

const FunctionDecl *returnsHandle(const HandleUses &uses) {
  return !uses.callable.isLambda && uses.callable.decl &&
                 returnedDriver(*uses.callable.decl, uses.index) == &uses.driver
             ? uses.callable.decl
             : nullptr;
}

void handOut(HandleUses &uses, const Expr &lhs, const Expr &ref, const Stmt &event) {
  if (uses.isOwner) // what `conn.get()` gives is lent: the smart pointer still ends it
    return;
  const auto *to = llvm::dyn_cast<DeclRefExpr>(lhs.IgnoreParenImpCasts());
  if (const auto *parameter = to ? llvm::dyn_cast<ParmVarDecl>(to->getDecl()) : nullptr;
      parameter && pointeeDriver(parameter->getType(), uses.index) == &uses.driver)
    handOver(uses, pointeeOf(*parameter, uses.map, ref.getBeginLoc()), ref, event);
}

} // namespace

void handOver(HandleUses &uses, std::optional<HandOver> to, const Expr &ref, const Stmt &event) {
  if (!to)
    return;
  if (auto span = uses.map.span(ref.getSourceRange()))
    to->expr = *span;
  uses.found.handOvers.push_back(std::move(*to));
  uses.add(UseRole::HandOver, ref, nullptr, &event);
}

void returned(HandleUses &uses, const Expr &ref, const Stmt &statement) {
  uses.hazard("RP201", uses.name + " is returned to the caller", ref.getBeginLoc());
  if (const auto *function = returnsHandle(uses))
    handOver(uses, resultOf(*function, uses.map, ref.getBeginLoc()), ref, statement);
}

void stored(HandleUses &uses, const Expr &lhs, const Expr &ref, const Stmt &event) {
  const SourceLocation at = ref.getBeginLoc();
  if (const auto *unary = llvm::dyn_cast<UnaryOperator>(&lhs))
    handOut(uses, *unary->getSubExpr(), ref, event);
  else
    handOut(uses, lhs, ref, event);
  if (const auto *member = llvm::dyn_cast<MemberExpr>(&lhs)) {
    uses.hazard("RP202",
                uses.name + " is stored in '" +
                    member->getMemberDecl()->getQualifiedNameAsString() + "'",
                at);
    if (const auto *field = llvm::dyn_cast<FieldDecl>(member->getMemberDecl());
        field && !uses.isOwner)
      handOver(uses, fieldOf(*field, uses.map, at), ref, event);
  } else if (const auto *to = llvm::dyn_cast<DeclRefExpr>(&lhs)) {
    const auto *var = llvm::dyn_cast<VarDecl>(to->getDecl());
    const bool isGlobal = var && var->hasGlobalStorage();
    const bool isOut = var && var->getType()->isReferenceType();
    uses.hazard(isGlobal ? "RP102"
                : isOut  ? "RP203"
                         : "RP209",
                uses.name + " is stored in '" + to->getDecl()->getNameAsString() + "'", at);
  } else if (llvm::isa<UnaryOperator>(&lhs))
    uses.hazard("RP203", uses.name + " is handed out through an argument", at);
  else
    uses.hazard("RP202", uses.name + " is stored in an array or object", at);
}

} // namespace repool
