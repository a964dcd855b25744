#include "decide/HeldCalls.h"

#include <algorithm>
#include <set>

namespace repool {

bool isHeldAt(const Handle &handle, const Place &place, std::uint32_t offset) {
  const std::uint32_t begin = handle.opens.front().call.end;
  std::uint32_t last = 0;
  for (const Close &close : handle.closes)
    last = std::max(last, close.call.begin);
  const std::uint32_t end = last > begin ? last : handle.block.end;
  return place.file == handle.file && begin <= offset && offset < end;
}

namespace {

class Walk {
public:
  Walk(const CallGraph &graph, const HeldVisit &visit) : graph_(graph), visit_(visit) {}

  bool follow(const CallFact &call, const std::string &chain) {
    return (call.kind == CallKind::Call || call.kind == CallKind::Once) &&
           enter(call.callee, chain);
  }

private:
  bool enter(const std::string &id, const std::string &chain) {
    if (!seen_.insert(id).second)
      return false;
    const FunctionFact *callee = graph_.find(id);
    const std::string here = callee ? chain + " -> " + callee->name : chain;
    if (visit_(id, callee, here))
      return true;
    if (callee)
      for (const CallFact &next : callee->calls)
        if (follow(next, here))
          return true;
    if (const auto others = graph_.standsFor.find(id); others != graph_.standsFor.end())
      for (const std::string &other : others->second)
        if (enter(other, here))
          return true;
    return false;
  }

  const CallGraph &graph_;
  const HeldVisit &visit_;
  std::set<std::string> seen_;
};

} // namespace

bool visitHeldCalls(const Handle &handle, const FunctionFact &fact, const CallGraph &graph,
                    const HeldVisit &visit) {
  Walk walk(graph, visit);
  return std::any_of(fact.calls.begin(), fact.calls.end(), [&](const CallFact &call) {
    return isHeldAt(handle, call.place, call.offset) && walk.follow(call, fact.name);
  });
}

} // namespace repool
