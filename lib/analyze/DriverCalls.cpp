#include "analyze/DriverCalls.h"

#include "analyze/DerivedObjects.h"
#include "analyze/InteriorTexts.h"
#include "clang/AST/ExprCXX.h"
#include "find/Parents.h"

namespace repool {

using namespace clang;

namespace {

bool isOwnAssignment(const HandleUses &uses, const CallExpr &call) {
  const Stmt *parent = parentPastCasts(*uses.callable.parents, &call);
  const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent);
  return op && op->getOpcode() == BO_Assign && uses.handle.is(op->getLHS());
}

/// `mysql_options(conn, MYSQL_OPT_RECONNECT, &on)`: not every option can be pooled.
void optionSet(HandleUses &uses, const CallExpr &call, const SetterSpec &setter) {
  const auto index = static_cast<unsigned>(setter.optionArgument);
  if (setter.optionArgument < 0 || index >= call.getNumArgs())
    return;
  const auto *ref = llvm::dyn_cast<DeclRefExpr>(call.getArg(index)->IgnoreParenCasts());
  const auto *option = ref ? llvm::dyn_cast<EnumConstantDecl>(ref->getDecl()) : nullptr;
  if (!option)
    return uses.hazard("RP217", "'" + setter.name + "' sets an option that is not named here",
                       call.getBeginLoc());
  for (const HazardSpec &unfit : setter.unfit)
    if (option->getName() == unfit.name)
      uses.hazard(unfit.code.c_str(), "'" + unfit.name + "' " + unfit.what, call.getBeginLoc());
}

void sqlArgument(HandleUses &uses, const CallExpr &call, int index) {
  if (index < 0 || static_cast<unsigned>(index) >= call.getNumArgs())
    return;
  uses.statement(*call.getArg(static_cast<unsigned>(index)));
}

} // namespace

void driverCall(HandleUses &uses, const Expr &ref, const CallExpr &call, const DriverCall &known) {
  derivedObject(uses, call);
  if (known.interiorText)
    interiorText(uses, call);
  switch (known.role) {
  case CallRole::Open:
    if (uses.fillsDirectly(call) && known.driver->opens[known.index].by == OpenBy::Handle)
      return uses.add(UseRole::Birth, ref, &call, &call);
    uses.hazard("RP209", uses.name + " is used in another open", ref.getBeginLoc());
    return;
  case CallRole::Make:
    if (uses.isValue)
      return uses.add(UseRole::Made, ref, &call, &call);
    if (isOwnAssignment(uses, call)) // `conn = mysql_init(conn)`
      return uses.add(UseRole::Inspect, ref, &call, &ref);
    uses.hazard("RP209", uses.name + " is made anew in place", ref.getBeginLoc());
    return;
  case CallRole::Set:
    optionSet(uses, call, known.driver->setters[known.index]);
    return uses.add(UseRole::Inspect, ref, &call, &ref);
  case CallRole::Close:
    return uses.add(UseRole::Close, ref, &call, &call);
  case CallRole::Test:
    return uses.add(UseRole::Test, ref, &call, &ref);
  case CallRole::Inspect:
    return uses.add(UseRole::Inspect, ref, &call, &ref);
  case CallRole::Execute:
    sqlArgument(uses, call, known.driver->executes[known.index].textArgument);
    break;
  case CallRole::Hazard: {
    const HazardSpec &spec = known.driver->hazards[known.index];
    uses.hazard(spec.code.c_str(), "'" + spec.name + "' " + spec.what, call.getBeginLoc());
    break;
  }
  case CallRole::Borrow:
    break;
  }
  uses.found.executes = true;
  uses.add(UseRole::Execute, ref, &call, &ref);
}

void driverMethod(HandleUses &uses, const Expr &ref, const MemberExpr &member) {
  const Stmt *parent = parentPastCasts(*uses.callable.parents, &member);
  const auto *call = llvm::dyn_cast_or_null<CallExpr>(parent);
  const ValueDecl *decl = member.getMemberDecl();
  if (!llvm::isa<CXXMethodDecl>(decl)) {
    uses.hazard("RP209", "a field of " + uses.name + " is used", ref.getBeginLoc());
    return;
  }
  const std::string method = decl->getDeclName().getAsString();
  const DriverCall known = uses.index.method(uses.driver, method);
  if (known.interiorText && call)
    interiorText(uses, *call);
  switch (known.role) {
  case CallRole::Close:
    uses.hazard("RP304", uses.name + " is closed by '" + method + "' before the end of its scope",
                ref.getBeginLoc());
    return;
  case CallRole::Test:
    // On an object that is deleted it is a use like any other.
    return uses.add(ref.getType()->isPointerType() ? UseRole::Inspect : UseRole::Test, ref, call,
                    &ref);
  case CallRole::Inspect:
    return uses.add(UseRole::Inspect, ref, call, &ref);
  case CallRole::Hazard: {
    const HazardSpec &spec = uses.driver.hazards[known.index];
    uses.hazard(spec.code.c_str(), "'" + method + "' " + spec.what, ref.getBeginLoc());
    break;
  }
  case CallRole::Execute:
    if (call)
      sqlArgument(uses, *call, uses.driver.executes[known.index].textArgument);
    break;
  case CallRole::Open:
  case CallRole::Make:
  case CallRole::Set:
  case CallRole::Borrow:
    break;
  }
  uses.found.executes = true;
  uses.add(UseRole::Execute, ref, call, &ref);
}

} // namespace repool
