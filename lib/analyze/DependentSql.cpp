#include "analyze/DependentSql.h"

#include "analyze/BuiltTexts.h"
#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "sql/SessionEffects.h"

namespace repool {

using namespace clang;

DependentSql dependentSql(const std::string &name, const DriverSpec &driver,
                          const Callable &callable, const SourceMap &map,
                          const DriverIndex &index) {
  DependentSql result;
  auto take = [&](const Expr &arg) {
    const Place place = map.place(arg.getBeginLoc());
    SqlText sql{.place = place, .text = builtText(arg, callable, map).text};
    for (SessionEffect effect : sql.text ? sessionEffects(*sql.text) : std::vector<SessionEffect>{})
      result.hazards.push_back(
          {reasonOf(effect).code, name + " " + reasonOf(effect).what, "", place});
    result.texts.push_back(std::move(sql));
  };
  anyBelow(callable.body, [&](const Stmt &s) {
    const auto *call = llvm::dyn_cast<CXXMemberCallExpr>(&s);
    const CXXMethodDecl *method = call ? call->getMethodDecl() : nullptr;
    if (!method || !method->getIdentifier() || index.library(*method) != &driver)
      return false;
    for (const ExecuteSpec &spec : driver.executes)
      if (method->getName() == spec.name && spec.textArgument >= 0 &&
          static_cast<unsigned>(spec.textArgument) < call->getNumArgs())
        take(*call->getArg(static_cast<unsigned>(spec.textArgument)));
    return false;
  });
  return result;
}

} // namespace repool
