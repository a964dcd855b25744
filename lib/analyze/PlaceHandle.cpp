#include "analyze/PlaceHandle.h"

#include "analyze/CallIds.h"
#include "analyze/Deleters.h"
#include "analyze/Flow.h"
#include "analyze/Opens.h"
#include "analyze/Received.h"
#include "analyze/Surroundings.h"
#include "analyze/Uses.h"

namespace repool {

using namespace clang;

Handle placeHandle(const FoundOpen &found, const SourceMap &map, const DriverIndex &index) {
  Handle handle;
  handle.driver = found.driver->name;
  handle.kind = found.kind;
  handle.shape = found.shape;
  handle.language = map.language();
  handle.file = map.file(found.location);
  handle.name = found.destination;
  handle.function = found.callable ? found.callable->name : "";
  if (found.callable && found.callable->decl)
    handle.functionId = idOf(*found.callable->decl, map);
  handle.inMain = found.callable && found.callable->decl->isMain();
  Open open = describeOpen(found, map);
  open.inLoop = found.callable && found.expr && isInLoop(*found.expr, *found.callable);
  handle.opens.push_back(std::move(open));
  handle.sources = sourcesOf({&found});
  if (found.to)
    handle.handOvers.push_back(*found.to);
  auto hazard = [&](const char *code, std::string message) {
    handle.hazards.push_back({code, std::move(message), "", map.place(found.location)});
  };
  if (found.shape == OwnerShape::Value && !found.expr)
    hazard("RP213", found.destination + " is connected by a constructor that does not name it");
  if (found.shape == OwnerShape::Deleter && found.callable)
    if (auto problem =
            unknownDeleter(found.holderType, nullptr, {&found}, *found.callable, map, index))
      handle.hazards.push_back(std::move(*problem));
  if (found.callable && found.callable->decl && found.callable->decl->isTemplated())
    hazard("RP402", "it is opened inside a template");
  if (found.derivedClass)
    handle.hazards.push_back({"RP212", "the class derives from " + found.driver->leaseType, "",
                              map.place(found.location)});
  return handle;
}

Handle pointeeHandle(const std::vector<const FoundOpen *> &opens, const SourceMap &map,
                     const DriverIndex &index, Callees &callees) {
  const FoundOpen &first = *opens.front();
  Handle handle = placeHandle(first, map, index);
  std::vector<const Expr *> expressions = {first.expr};
  for (std::size_t i = 1; i < opens.size(); ++i) {
    handle.opens.push_back(placeHandle(*opens[i], map, index).opens.front());
    expressions.push_back(opens[i]->expr);
  }
  handle.sources = sourcesOf(opens);
  const Callable &callable = *first.callable;
  if (auto span = map.span(callable.body->getSourceRange()))
    handle.functionSpan = *span;
  const HandleExpr out(HandleExpr::Form::Pointee, *first.out);
  const UsesOfVariable uses = classifyUses(out, *first.driver, callable, map, index, expressions);
  handle.hazards.insert(handle.hazards.end(), uses.hazards.begin(), uses.hazards.end());
  handle.handOvers.insert(handle.handOvers.end(), uses.handOvers.begin(), uses.handOvers.end());
  handle.passed = uses.passed;
  handle.sql = uses.sql;
  handle.executes = uses.executes;
  const FlowPremise premise = premiseOf(handle, *first.driver);
  const FlowFacts facts =
      followHandle(out, *first.driver, callable, callees, uses, expressions, premise);
  if (!facts.analysed)
    handle.hazards.push_back({"RP305",
                              "the control flow around " + handle.name + " could not be followed",
                              "", map.place(first.location)});
  handle.hazards.insert(handle.hazards.end(), facts.hazards.begin(), facts.hazards.end());
  handle.againstPair = facts.reopened;
  handle.code = facts.code;
  handle.variants = flowVariants(handle, *first.driver, [&](const FlowPremise &other) {
    return followHandle(out, *first.driver, callable, callees, uses, expressions, other);
  });
  return handle;
}

} // namespace repool
