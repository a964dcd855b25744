#include "find/CallOpens.h"

#include "find/HeapOpens.h"
#include "find/Holders.h"

namespace repool {

using namespace clang;

namespace {

/// Qualified name of the callee; in templates the name of the only candidate.
std::string calleeName(const CallExpr &call) {
  if (const FunctionDecl *callee = call.getDirectCallee())
    return callee->getIdentifier() ? callee->getQualifiedNameAsString() : "";
  if (const auto *lookup =
          llvm::dyn_cast<UnresolvedLookupExpr>(call.getCallee()->IgnoreParenImpCasts()))
    if (lookup->getNumDecls() == 1)
      return (*lookup->decls_begin())->getQualifiedNameAsString();
  return "";
}

/// What \p call connects: an argument, or the object of a method.
const Expr *handleArgument(const CallExpr &call, const OpenSpec &spec) {
  if (spec.handleArgument == ObjectArgument) {
    const auto *method = llvm::dyn_cast<CXXMemberCallExpr>(&call);
    return method ? method->getImplicitObjectArgument() : nullptr;
  }
  const auto index = static_cast<unsigned>(spec.handleArgument);
  return index < call.getNumArgs() ? call.getArg(index) : nullptr;
}

/// `mysql_real_connect(mysql_init(NULL), ...)`: the result is the only name of the handle.
bool isMade(const Expr &handle, const DriverSpec &driver, const DriverIndex &index) {
  const auto *maker = llvm::dyn_cast<CallExpr>(handle.IgnoreParenImpCasts());
  const auto known = maker ? index.function(calleeName(*maker)) : std::nullopt;
  return known && known->driver == &driver && known->role == CallRole::Make;
}

/// A call of the program's own function that returns a handle or fills an argument with one.
void received(OpenScope &scope, const CallExpr &call, const VarDecl *global) {
  const FunctionDecl *callee = call.getDirectCallee();
  if (!callee || !scope.map.inProject(callee->getLocation()))
    return;
  auto take = [&](const DriverSpec *driver, std::optional<HandOver> from, Destination to,
                  int argument = -1) {
    if (!driver || !from)
      return;
    if (global)
      to = inGlobal(*global);
    scope.add({.driver = driver,
               .opener = from->name,
               .kind = to.kind,
               .expr = &call,
               .initializer = scope.initializer,
               .var = to.var,
               .location = call.getBeginLoc(),
               .destination = to.text,
               .source = from->holder,
               .argument = argument},
              to.owner);
  };
  if (const DriverSpec *driver = returnedDriver(*callee, scope.index))
    take(driver, resultOf(*callee, scope.map, call.getBeginLoc()), scope.destination(&call));
  for (unsigned i = 0; i < callee->getNumParams() && i < call.getNumArgs(); ++i)
    if (const DriverSpec *driver = pointeeDriver(callee->getParamDecl(i)->getType(), scope.index))
      take(driver, pointeeOf(*callee->getParamDecl(i), scope.map, call.getBeginLoc()),
           callee->getParamDecl(i)->getType()->isReferenceType() ? placeOf(call.getArg(i))
                                                                 : outArgument(call, i),
           static_cast<int>(i));
}

} // namespace

void addCall(OpenScope &scope, const CallExpr &call, const VarDecl *global) {
  const auto name = calleeName(call);
  if (name.empty())
    return;
  if (name == "std::make_unique" || name == "std::make_shared") {
    addMadeSmart(scope, call, global);
    return;
  }
  const auto known = scope.index.function(name);
  if (!known)
    return received(scope, call, global);
  if (known->role != CallRole::Open)
    return;
  const OpenSpec &spec = known->driver->opens[known->index];
  Destination to;
  const Expr *handle = spec.by == OpenBy::Handle ? handleArgument(call, spec) : nullptr;
  const bool inPlace = handle && !isMade(*handle, *known->driver, scope.index);
  if (inPlace)
    to = connectedInPlace(*handle);
  else if (!handle && spec.handleArgument >= 0)
    to = outArgument(call, static_cast<unsigned>(spec.handleArgument));
  else
    to = scope.destination(&call);
  if (global)
    to = inGlobal(*global);
  scope.add({.driver = known->driver,
             .spec = known->index,
             .opener = spec.name,
             .kind = to.kind,
             .expr = &call,
             .var = to.var,
             .location = call.getBeginLoc(),
             .destination = to.text,
             .inPlace = inPlace},
            inPlace ? nullptr : to.owner);
}

} // namespace repool
