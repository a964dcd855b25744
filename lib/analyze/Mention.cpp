#include "analyze/Mention.h"

#include "analyze/CallUses.h"
#include "analyze/ConstructorUses.h"
#include "analyze/DriverCalls.h"
#include "analyze/HandOvers.h"
#include "analyze/Makers.h"
#include "clang/AST/ExprCXX.h"
#include "find/Parents.h"

namespace repool {

using namespace clang;

namespace {

bool isCondition(const Stmt *parent, const Stmt *child) {
  if (const auto *s = llvm::dyn_cast<IfStmt>(parent))
    return s->getCond() == child;
  if (const auto *s = llvm::dyn_cast<WhileStmt>(parent))
    return s->getCond() == child;
  if (const auto *s = llvm::dyn_cast<ForStmt>(parent))
    return s->getCond() == child;
  if (const auto *s = llvm::dyn_cast<DoStmt>(parent))
    return s->getCond() == child;
  if (const auto *s = llvm::dyn_cast<ConditionalOperator>(parent))
    return s->getCond() == child;
  return false;
}

/// `PGconn *conn = ctx->conn;`: what is done with the local is done with the field.
bool secondName(HandleUses &uses, const DeclStmt &statement, const Stmt &init) {
  for (const Decl *decl : statement.decls())
    if (const auto *var = llvm::dyn_cast<VarDecl>(decl);
        var && var->getInit() == &init && var->hasLocalStorage() &&
        uses.index.handle(var->getType()) == &uses.driver && var->getType()->isPointerType()) {
      UsesOfVariable other =
          classifyUses(*var, uses.driver, uses.callable, uses.map, uses.index, {});
      auto take = [](auto &from, auto &to) { to.insert(to.end(), from.begin(), from.end()); };
      take(other.uses, uses.found.uses);
      take(other.hazards, uses.found.hazards);
      take(other.passed, uses.found.passed);
      take(other.sql, uses.found.sql);
      take(other.handOvers, uses.found.handOvers);
      uses.found.executes |= other.executes;
      return true;
    }
  return false;
}

void binary(HandleUses &uses, const Expr &ref, const BinaryOperator &op, const Stmt *child) {
  if (op.isEqualityOp() || op.isLogicalOp())
    return uses.add(UseRole::Test, ref, nullptr, &op);
  if (op.getOpcode() == BO_Comma)
    return;
  if (op.getOpcode() != BO_Assign) {
    uses.hazard("RP209", uses.name + " takes part in arithmetic", ref.getBeginLoc());
    return;
  }
  if (op.getLHS() == child) {
    if (uses.fills(op.getRHS()))
      return uses.add(UseRole::Birth, ref, nullptr, &op);
    const VarDecl *var = variableOf(uses.handle);
    if (const CallExpr *maker = var ? makerCall(op.getRHS(), uses.driver) : nullptr;
        maker && makesOwn(*maker, *var, uses.map, uses.index))
      return uses.add(UseRole::Made, ref, maker, maker);
    if (op.getRHS()->IgnoreParenCasts()->isNullPointerConstant(
            uses.map.ast(), Expr::NPC_ValueDependentIsNull) != Expr::NPCK_NotNull)
      return uses.add(UseRole::Clear, ref, nullptr, &op);
    if (uses.isField()) // closing what the pool does not know does no harm
      return;
    uses.hazard("RP209", uses.name + " is assigned something that repool did not see opened",
                ref.getBeginLoc());
    return;
  }
  stored(uses, *op.getLHS()->IgnoreParenImpCasts(), ref, op);
}

} // namespace

void classifyMention(HandleUses &uses, const Expr &ref) {
  const ParentMap &parents = *uses.callable.parents;
  const Stmt *child = &ref;
  const Stmt *parent = parentPastCasts(parents, &ref, &child);
  if (!parent) {
    uses.hazard("RP209", uses.name + " is used where repool cannot follow it", ref.getBeginLoc());
    return;
  }
  if (uses.isValue && !llvm::isa<MemberExpr>(parent)) {
    const auto *address = llvm::dyn_cast<UnaryOperator>(parent);
    if (!address || address->getOpcode() != UO_AddrOf)
      return uses.hazard("RP219", uses.name + " is used as a value", ref.getBeginLoc());
    uses.found.addresses.push_back(address);
    parent = parentPastCasts(parents, address, &child);
    if (!parent)
      return;
  }
  if (llvm::isa<UnaryExprOrTypeTraitExpr>(parent))
    return;
  if (const auto *cast = llvm::dyn_cast<CStyleCastExpr>(parent);
      cast && cast->getType()->isVoidType())
    return;
  if (const auto *member = llvm::dyn_cast<MemberExpr>(parent))
    return driverMethod(uses, ref, *member);
  if (const auto *member = llvm::dyn_cast<CXXDependentScopeMemberExpr>(parent)) {
    uses.hazard("RP402", uses.name + " is used inside a template", member->getBeginLoc());
    return;
  }
  if (const auto *call = llvm::dyn_cast<CallExpr>(parent))
    return passedToCall(uses, ref, *call, child);
  if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(parent))
    return passedToConstructor(uses, ref, *made, child);
  if (const auto *op = llvm::dyn_cast<BinaryOperator>(parent))
    return binary(uses, ref, *op, child);
  if (const auto *unary = llvm::dyn_cast<UnaryOperator>(parent)) {
    if (unary->getOpcode() == UO_LNot)
      return uses.add(UseRole::Test, ref, nullptr, parent);
    if (unary->getOpcode() == UO_AddrOf)
      return addressTaken(uses, ref, *unary);
    uses.hazard("RP209", uses.name + " is dereferenced or changed", ref.getBeginLoc());
    return;
  }
  if (isCondition(parent, child))
    return uses.add(UseRole::Test, ref, nullptr, parent);
  if (llvm::isa<ReturnStmt>(parent)) {
    if (uses.isOwner) // `return conn.get();`, `return *conn;`
      return uses.hazard("RP211", "what " + uses.name + " holds is returned to the caller",
                         ref.getBeginLoc());
    return returned(uses, ref, *parent);
  }
  if (const auto *decl = llvm::dyn_cast<DeclStmt>(parent)) {
    if (uses.isField() && secondName(uses, *decl, *child))
      return;
    uses.hazard("RP209", uses.name + " gets a second name", ref.getBeginLoc());
    return;
  }
  if (llvm::isa<InitListExpr>(parent)) {
    uses.hazard("RP202", uses.name + " is stored in an aggregate", ref.getBeginLoc());
    return;
  }
  if (const auto *end = llvm::dyn_cast<CXXDeleteExpr>(parent)) {
    if (uses.isOwner || !uses.driver.handleIsObject || end->isArrayForm())
      return uses.hazard("RP204", uses.name + " is deleted", ref.getBeginLoc());
    return uses.add(UseRole::Close, ref, nullptr, end);
  }
  if (llvm::isa<CompoundStmt>(parent))
    return; // `conn;` does nothing
  if (llvm::isa<ParenListExpr, CXXUnresolvedConstructExpr>(parent)) {
    uses.hazard("RP402", uses.name + " is used inside a template", ref.getBeginLoc());
    return;
  }
  uses.hazard("RP209", uses.name + " is used in a way that repool does not know",
              ref.getBeginLoc());
}

} // namespace repool
