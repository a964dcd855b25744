#include "analyze/Callees.h"

#include "analyze/Flow.h"
#include "clang/Analysis/CFG.h"

#include <algorithm>
#include <set>

namespace repool {

using namespace clang;

bool Callees::neverReturns(const FunctionDecl *callee) {
  if (!callee)
    return false;
  if (callee->isNoReturn())
    return true;
  const FunctionDecl *definition = nullptr;
  if (!callee->hasBody(definition) || definition->isDependentContext() ||
      !map_.inProject(definition->getLocation()))
    return false;
  auto [it, isNew] = neverReturns_.try_emplace(definition, false); // false also ends a recursion
  if (!isNew)
    return it->second;
  CFG::BuildOptions options;
  options.setAllAlwaysAdd();
  const std::unique_ptr<CFG> cfg =
      CFG::buildCFG(definition, definition->getBody(), &map_.ast(), options);
  if (!cfg)
    return false;
  auto endsHere = [&](const CFGBlock &block) {
    if (block.hasNoReturnElement())
      return true;
    for (const CFGElement &element : block)
      if (auto stmt = element.getAs<CFGStmt>())
        if (const auto *call = llvm::dyn_cast<CallExpr>(stmt->getStmt());
            call && neverReturns(call->getDirectCallee()))
          return true;
    return false;
  };
  std::set<const CFGBlock *> seen = {&cfg->getEntry()};
  std::vector<const CFGBlock *> work = {&cfg->getEntry()};
  bool returns = false;
  while (!work.empty() && !returns) {
    const CFGBlock *block = work.back();
    work.pop_back();
    if (endsHere(*block))
      continue;
    for (const CFGBlock::AdjacentBlock &next : block->succs())
      if (next && seen.insert(next).second) {
        returns |= next.getReachableBlock() == &cfg->getExit();
        work.push_back(next);
      }
  }
  neverReturns_[definition] = !returns;
  return !returns;
}

/// The project's definition of \p callee, if it has that parameter; else null.
const FunctionDecl *Callees::seenWith(const FunctionDecl *callee, unsigned parameter) const {
  const FunctionDecl *definition = nullptr;
  const bool isSeen = callee && callee->hasBody(definition) &&
                      parameter < definition->getNumParams() && !definition->isDependentContext() &&
                      map_.inProject(definition->getLocation());
  return isSeen ? definition : nullptr;
}

const HeldFacts &Callees::held(const FunctionDecl *callee, unsigned parameter,
                               const DriverSpec &driver) {
  static const HeldFacts nothing;
  const FunctionDecl *definition = seenWith(callee, parameter);
  if (!definition)
    return nothing;
  auto [it, isNew] = held_.try_emplace({definition, parameter}); // also ends a recursion
  if (!isNew)
    return it->second;
  const Callable callable = callableOf(*definition);
  const HandleExpr handle = handleOf(*definition->getParamDecl(parameter));
  const UsesOfVariable uses = classifyUses(handle, driver, callable, map_, index_, {});
  it->second = followHeld(handle, driver, callable, *this, uses);
  return it->second;
}

bool Callees::merelyUses(const FunctionDecl *callee, unsigned parameter, const DriverSpec &driver) {
  const FunctionDecl *definition = seenWith(callee, parameter);
  if (!definition)
    return false;
  const Callable callable = callableOf(*definition);
  const UsesOfVariable uses = classifyUses(handleOf(*definition->getParamDecl(parameter)), driver,
                                           callable, map_, index_, {});
  return std::none_of(uses.hazards.begin(), uses.hazards.end(),
                      [](const Problem &hazard) { return hazard.code == "RP209"; }) &&
         std::none_of(uses.uses.begin(), uses.uses.end(), [](const Use &use) {
           return use.role == UseRole::Birth || use.role == UseRole::Made ||
                  use.role == UseRole::Clear;
         });
}

} // namespace repool
