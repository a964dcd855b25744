#include "decide/HeldForks.h"

#include "decide/HeldCalls.h"

namespace repool {

namespace {

Problem forksAt(const Place &fork, const std::string &chain) {
  return {"RP311", "it is open while the process forks: " + chain, "", fork};
}

} // namespace

std::optional<Problem> whyForked(const Handle &handle, const CallGraph &graph) {
  const FunctionFact *fact = graph.find(handle.functionId);
  if (!fact || handle.block.empty())
    return std::nullopt;
  for (const ForkFact &fork : fact->forks)
    if (isHeldAt(handle, fork.place, fork.offset))
      return forksAt(fork.place, fact->name);
  std::optional<Problem> result;
  visitHeldCalls(handle, *fact, graph,
                 [&](const std::string &, const FunctionFact *callee, const std::string &chain) {
                   if (callee && !callee->forks.empty())
                     result = forksAt(callee->forks.front().place, chain);
                   return result.has_value();
                 });
  return result;
}

} // namespace repool
