#include "analyze/DependentSql.h"

#include "analyze/BuiltTexts.h"
#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "sql/SessionEffects.h"

namespace repool {

using namespace clang;

void addStatement(DependentSql &sql, const Expr &arg, const std::string &name,
                  const Callable &callable, const SourceMap &map) {
  const Place place = map.place(arg.getBeginLoc());
  SqlText text{.place = place, .text = builtText(arg, callable, map).text};
  if (text.text)
    for (SessionEffect effect : sessionEffects(*text.text))
      sql.hazards.push_back({reasonOf(effect).code, name + " " + reasonOf(effect).what, "", place});
  sql.texts.push_back(std::move(text));
}

DependentSql dependentSql(const std::string &name, const DriverSpec &driver,
                          const Callable &callable, const SourceMap &map,
                          const DriverIndex &index) {
  DependentSql result;
  anyBelow(callable.body, [&](const Stmt &s) {
    const auto *call = llvm::dyn_cast<CXXMemberCallExpr>(&s);
    const CXXMethodDecl *method = call ? call->getMethodDecl() : nullptr;
    if (!method || !method->getIdentifier() || index.library(*method) != &driver)
      return false;
    for (const ExecuteSpec &spec : driver.executes)
      if (method->getName() == spec.name && spec.textArgument >= 0 &&
          static_cast<unsigned>(spec.textArgument) < call->getNumArgs())
        addStatement(result, *call->getArg(static_cast<unsigned>(spec.textArgument)), name,
                     callable, map);
    return false;
  });
  return result;
}

} // namespace repool
