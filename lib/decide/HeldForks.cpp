#include "decide/HeldForks.h"

#include "decide/Nesting.h"

#include <set>

namespace repool {

namespace {

class HeldForks {
public:
  HeldForks(const Handle &handle, const CallGraph &graph) : handle_(handle), graph_(graph) {}

  std::optional<Problem> run() {
    const FunctionFact *fact = graph_.find(handle_.functionId);
    if (!fact || handle_.block.empty())
      return std::nullopt;
    const Span held = heldIn(handle_);
    const auto isHeld = [&](const Place &place, std::uint32_t offset) {
      return place.file == handle_.file && held.begin <= offset && offset < held.end;
    };
    for (const ForkFact &fork : fact->forks)
      if (isHeld(fork.place, fork.offset))
        return problem(fork.place, fact->name);
    for (const CallFact &call : fact->calls)
      if (isHeld(call.place, call.offset))
        if (auto found = follow(call, fact->name))
          return found;
    return std::nullopt;
  }

private:
  std::optional<Problem> follow(const CallFact &call, const std::string &chain) {
    if (call.kind != CallKind::Call && call.kind != CallKind::Once)
      return std::nullopt;
    return enter(call.callee, chain);
  }

  std::optional<Problem> enter(const std::string &id, const std::string &chain) {
    if (!seen_.insert(id).second)
      return std::nullopt;
    if (const FunctionFact *callee = graph_.find(id)) {
      const std::string here = chain + " -> " + callee->name;
      if (!callee->forks.empty())
        return problem(callee->forks.front().place, here);
      for (const CallFact &next : callee->calls)
        if (auto found = follow(next, here))
          return found;
    }
    if (const auto others = graph_.standsFor.find(id); others != graph_.standsFor.end())
      for (const std::string &other : others->second)
        if (auto found = enter(other, chain))
          return found;
    return std::nullopt;
  }

  static Problem problem(const Place &fork, const std::string &chain) {
    return {"RP311", "it is open while the process forks: " + chain, "", fork};
  }

  const Handle &handle_;
  const CallGraph &graph_;
  std::set<std::string> seen_;
};

} // namespace

std::optional<Problem> whyForked(const Handle &handle, const CallGraph &graph) {
  return HeldForks(handle, graph).run();
}

} // namespace repool
