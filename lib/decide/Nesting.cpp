#include "decide/Nesting.h"

#include "decide/HeldCalls.h"

#include <algorithm>

namespace repool {

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
    visitHeldCalls(handle, *fact, graph_,
                   [&](const std::string &id, const FunctionFact *, const std::string &chain) {
                     if (const auto inner = byFunction_.find(id); inner != byFunction_.end())
                       for (const std::size_t other : inner->second)
                         if (borrowers_[other]->driver == handle.driver)
                           add(other, chain, result);
                     return false;
                   });
    open_[index] = false;
    known_[index] = result;
    return result;
  }

private:
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
