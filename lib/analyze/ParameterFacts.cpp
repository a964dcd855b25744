#include "analyze/ParameterFacts.h"

#include "analyze/Closes.h"
#include "analyze/DependentSql.h"
#include "analyze/SessionUses.h"
#include "analyze/Uses.h"

namespace repool {

using namespace clang;

ParameterFact parameterFact(const Callable &callable, unsigned parameter, const DriverSpec &driver,
                            const SourceMap &map, const DriverIndex &index, Callees &callees) {
  ParameterFact fact;
  fact.usr = usrOf(*callable.decl, map);
  fact.parameter = parameter;
  fact.function = callable.name;
  const ParmVarDecl &var = *callable.decl->getParamDecl(parameter);
  const HandleExpr handle = handleOf(var);
  UsesOfVariable uses = classifyUses(handle, driver, callable, map, index, {});
  fact.file = map.file(callable.decl->getLocation());
  fact.language = map.language();
  fact.closes = describeCloses(uses, handle, driver, callable, map, nullptr);
  for (const Use &use : uses.uses) {
    if ((use.role == UseRole::Birth || use.role == UseRole::Clear) &&
        (var.getType()->isReferenceType() || handle.form == HandleExpr::Form::Pointee))
      fact.hazards.push_back(
          {"RP207", "'" + callable.name + "' changes it", "", map.place(use.ref->getBeginLoc())});
  }
  for (Problem &problem : uses.hazards) {
    problem.message = "in '" + callable.name + "' " + problem.message;
    fact.hazards.push_back(std::move(problem));
  }
  const HeldFacts &held = callees.held(callable.decl, parameter, driver);
  for (Problem problem : held.hazards) {
    problem.message = "in '" + callable.name + "' " + problem.message;
    fact.hazards.push_back(std::move(problem));
  }
  fact.closing = held.closing;
  fact.neverReturns = callees.neverReturns(callable.decl);
  fact.handOvers = std::move(uses.handOvers);
  fact.passed = std::move(uses.passed);
  fact.sql = std::move(uses.sql);
  fact.session = sessionUses(var, driver, callable, map, index);
  fact.executes = uses.executes;
  if (driver.handleIsObject) {
    DependentSql found = dependentSql("in '" + callable.name + "' '" + var.getNameAsString() + "'",
                                      driver, callable, map, index);
    fact.sql.insert(fact.sql.end(), found.texts.begin(), found.texts.end());
    fact.hazards.insert(fact.hazards.end(), found.hazards.begin(), found.hazards.end());
  }
  return fact;
}

} // namespace repool
