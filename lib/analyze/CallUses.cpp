#include "analyze/CallUses.h"

#include "analyze/DriverCalls.h"
#include "clang/AST/ExprCXX.h"
#include "find/Holders.h"

namespace repool {

using namespace clang;

namespace {

std::optional<unsigned> indexOf(const CallExpr &call, const Stmt *child) {
  for (unsigned i = 0; i < call.getNumArgs(); ++i)
    if (call.getArg(i) == child)
      return i;
  return std::nullopt;
}

void pass(HandleUses &uses, const Expr &ref, const FunctionDecl &callee, unsigned index,
          const CallExpr &call) {
  const std::string qualified = callee.getQualifiedNameAsString();
  const auto *method = llvm::dyn_cast<CXXMethodDecl>(&callee);
  if (index >= callee.getNumParams() || (method && method->isVirtual()) ||
      !uses.map.inProject(callee.getLocation())) {
    uses.hazard("RP206", uses.name + " is passed to '" + qualified + "', whose body was not seen",
                ref.getBeginLoc());
    return;
  }
  handOn(uses, ref, callee, index);
  uses.add(UseRole::Execute, ref, &call, &ref);
}

} // namespace

void handOn(HandleUses &uses, const Expr &ref, const FunctionDecl &callee, unsigned index) {
  const FunctionDecl *pattern = callee.getTemplateInstantiationPattern();
  uses.found.passed.push_back({usrOf(pattern ? *pattern : callee, uses.map), index,
                               callee.getQualifiedNameAsString(), uses.map.place(ref.getBeginLoc()),
                               callee.hasBody()});
}

void addressTaken(HandleUses &uses, const Expr &ref, const UnaryOperator &unary) {
  const Stmt *p = uses.callable.parents->getParent(&unary);
  while (p && llvm::isa<CastExpr, ParenExpr>(p))
    p = uses.callable.parents->getParent(p);
  if (const auto *call = llvm::dyn_cast_or_null<CallExpr>(p); call && uses.fillsDirectly(*call))
    return uses.add(UseRole::Birth, ref, call, call);
  if (const auto *call = llvm::dyn_cast_or_null<CallExpr>(p); call && call->getDirectCallee())
    for (unsigned i = 0; i < call->getNumArgs(); ++i)
      if (call->getArg(i)->IgnoreParenCasts() == &unary &&
          i < call->getDirectCallee()->getNumParams() &&
          pointeeDriver(call->getDirectCallee()->getParamDecl(i)->getType(), uses.index) ==
              &uses.driver)
        return pass(uses, ref, *call->getDirectCallee(), i, *call); // `create_tables(&db)`
  uses.hazard("RP209", "the address of " + uses.name + " is taken", ref.getBeginLoc());
}

void passedToCall(HandleUses &uses, const Expr &ref, const CallExpr &call, const Stmt *child) {
  const FunctionDecl *callee = call.getDirectCallee();
  const auto index = indexOf(call, child);
  if (!callee || !index) {
    if (llvm::isa<UnresolvedLookupExpr, CXXDependentScopeMemberExpr>(
            call.getCallee()->IgnoreParenImpCasts()))
      uses.hazard("RP402", uses.name + " is passed on inside a template", ref.getBeginLoc());
    else
      uses.hazard("RP206", uses.name + " is passed to a function that repool cannot name",
                  ref.getBeginLoc());
    return;
  }
  if (uses.fillsDirectly(call) && *index < callee->getNumParams() &&
      pointeeDriver(callee->getParamDecl(*index)->getType(), uses.index) == &uses.driver)
    return uses.add(UseRole::Birth, ref, &call, &call); // `open_db(path, db)` with `sqlite3 *&db`
  const std::string qualified = callee->getQualifiedNameAsString();
  if (auto known = callee->getIdentifier() ? uses.index.function(qualified) : std::nullopt;
      known && known->driver == &uses.driver &&
      (known->role != CallRole::Borrow || !uses.map.inProject(callee->getLocation())))
    return driverCall(uses, ref, call, *known);
  if (qualified == "std::move" || qualified == "std::forward" || qualified == "std::swap") {
    uses.hazard("RP210", uses.name + " is moved or swapped away", ref.getBeginLoc());
    return;
  }
  if (uses.index.library(*callee) == &uses.driver && !uses.map.inProject(callee->getLocation())) {
    uses.found.executes = true;
    return uses.add(UseRole::Execute, ref, &call, &ref);
  }
  pass(uses, ref, *callee, *index, call);
}

} // namespace repool
