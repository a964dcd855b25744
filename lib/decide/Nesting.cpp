#include "decide/Nesting.h"

#include <algorithm>

namespace repool {

Span heldIn(const Handle &handle) {
  Span held{handle.opens.front().call.end, handle.block.end};
  if (handle.closes.empty())
    return held;
  std::uint32_t last = 0;
  for (const Close &close : handle.closes)
    last = std::max(last, close.call.begin);
  if (last > held.begin)
    held.end = last;
  return held;
}

namespace {

class Nest {
public:
  Nest(const std::vector<const Handle *> &borrowers, const CallGraph &graph)
      : borrowers_(borrowers), graph_(graph), known_(borrowers.size()), open_(borrowers.size()) {
    for (std::size_t i = 0; i < borrowers.size(); ++i)
      if (!borrowers[i]->functionId.empty())
        byFunction_[borrowers[i]->functionId].push_back(i);
  }

  Nesting of(std::size_t index) {
    if (known_[index])
      return *known_[index];
    const Handle &handle = *borrowers_[index];
    const FunctionFact *fact = graph_.find(handle.functionId);
    Nesting result;
    if (!fact || handle.block.empty())
      return result;
    open_[index] = true;
    const Span held = heldIn(handle);
    std::set<std::string> seen;
    for (const CallFact &call : fact->calls)
      if (call.place.file == handle.file && held.begin <= call.offset && call.offset < held.end)
        follow(call, handle, fact->name, seen, result);
    open_[index] = false;
    known_[index] = result;
    return result;
  }

private:
  void follow(const CallFact &call, const Handle &outer, const std::string &chain,
              std::set<std::string> &seen, Nesting &result) {
    if (call.kind == CallKind::Call || call.kind == CallKind::Once)
      enter(call.callee, outer, chain, seen, result);
  }

  void enter(const std::string &id, const Handle &outer, const std::string &chain,
             std::set<std::string> &seen, Nesting &result) {
    if (!seen.insert(id).second)
      return;
    const FunctionFact *callee = graph_.find(id);
    const std::string here = callee ? chain + " -> " + callee->name : chain;
    if (const auto inner = byFunction_.find(id); inner != byFunction_.end())
      for (const std::size_t index : inner->second)
        if (borrowers_[index]->driver == outer.driver)
          add(index, here, result);
    if (callee)
      for (const CallFact &next : callee->calls)
        follow(next, outer, here, seen, result);
    if (const auto others = graph_.standsFor.find(id); others != graph_.standsFor.end())
      for (const std::string &other : others->second)
        enter(other, outer, here, seen, result);
  }

  void add(std::size_t index, const std::string &chain, Nesting &result) {
    Nesting inner;
    if (open_[index])
      inner.endless = true;
    else
      inner = of(index);
    result.endless |= inner.endless;
    if (result.chain.empty() || 1 + inner.depth > result.depth) {
      result.depth = 1 + inner.depth;
      result.chain = chain;
    }
  }

  const std::vector<const Handle *> &borrowers_;
  const CallGraph &graph_;
  std::map<std::string, std::vector<std::size_t>> byFunction_;
  std::vector<std::optional<Nesting>> known_;
  std::vector<char> open_; ///< being followed
};

} // namespace

std::vector<Nesting> nestings(const std::vector<const Handle *> &borrowers,
                              const CallGraph &graph) {
  Nest nest(borrowers, graph);
  std::vector<Nesting> result;
  for (std::size_t i = 0; i < borrowers.size(); ++i)
    result.push_back(nest.of(i));
  return result;
}

std::optional<Problem> whyTooDeep(const Handle &handle, const Nesting &nesting) {
  const Place &place = handle.opens.front().place;
  if (nesting.endless)
    return Problem{"RP114", "it is held while its own function runs again: " + nesting.chain, "",
                   place};
  if (nesting.depth > DeepestNesting)
    return Problem{"RP114",
                   std::to_string(nesting.depth) +
                       " connections would be held at once: " + nesting.chain,
                   "", place};
  return std::nullopt;
}

} // namespace repool
