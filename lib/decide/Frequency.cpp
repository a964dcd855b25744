#include "decide/Frequency.h"

#include "decide/LineOf.h"

namespace repool {

namespace {

using Kind = Frequency::Kind;

std::string nameOf(const std::string &id, const CallGraph &graph) {
  const FunctionFact *fact = graph.find(id);
  return fact ? fact->name : id;
}

/// "(main.c:12)".
std::string where(const Place &place) {
  return "(" + lineOf(place) + ")";
}

/// Walks from a function to those who call it. One answer per function, so that a graph of any
/// shape is walked once; a function met again on the way up runs itself.
class Walk {
public:
  explicit Walk(const CallGraph &graph) : graph_(graph) {}

  Frequency of(const std::string &id) {
    const FunctionFact *fact = graph_.find(id);
    const std::string name = nameOf(id, graph_);
    if (!fact)
      return {.kind = Kind::Unknown};
    if (fact->isMain || id == StaticInit)
      return {.kind = Kind::Once, .evidence = name, .roots = {id}};
    if (const auto known = known_.find(id); known != known_.end())
      return known->second;
    if (!above_.insert(id).second)
      return {.kind = Kind::Repeated, .evidence = "'" + name + "' comes to call itself"};
    Frequency result = ofCallers(*fact);
    above_.erase(id);
    result.asked.insert(id);
    known_[id] = result;
    return result;
  }

private:
  Frequency ofCallers(const FunctionFact &fact) {
    if (fact.overridesForeign)
      return {.kind = Kind::Repeated,
              .evidence = "'" + fact.name + "' overrides a method that other code calls"};
    const std::vector<Caller> &callers = graph_.callersOf(fact.id);
    if (callers.empty())
      return {.kind = Kind::Uncalled, .evidence = "nobody that was seen calls '" + fact.name + "'"};
    Frequency result;
    for (const Caller &caller : callers) {
      Frequency way = by(caller, fact);
      if (way.kind == Kind::Repeated)
        return way;
      result.roots.insert(way.roots.begin(), way.roots.end());
      result.asked.insert(way.asked.begin(), way.asked.end());
      if (result.kind == Kind::Unknown || rank(way.kind) > rank(result.kind)) {
        result.kind = way.kind;
        result.evidence = std::move(way.evidence);
      }
    }
    return result;
  }

  /// Of several ways into a function the one that runs it most often counts.
  static int rank(Kind kind) {
    switch (kind) {
    case Kind::Once:
      return 1;
    case Kind::Thread:
      return 2;
    case Kind::Child:
      return 3;
    case Kind::Started:
      return 4;
    case Kind::Uncalled:
    case Kind::Unknown:
      return 5;
    case Kind::Repeated:
      return 6;
    }
    return 6;
  }

  Frequency by(const Caller &caller, const FunctionFact &callee) {
    const std::string from = nameOf(caller.id, graph_);
    const CallFact &call = caller.call;
    switch (call.kind) {
    case CallKind::Once: {
      // However often the caller runs, this runs once.
      const std::string how = call.to.empty() ? "a static" : call.to;
      const std::string chain = caller.id == StaticInit ? from : how + " in " + from;
      return {.kind = Kind::Once, .evidence = chain + " -> " + callee.name, .roots = {StaticInit}};
    }
    case CallKind::Handed:
      return {.kind = Kind::Repeated,
              .evidence =
                  "'" + callee.name + "' is handed to " + call.to + " " + where(call.place)};
    case CallKind::Held: {
      Frequency result = of(caller.id);
      if (result.kind == Kind::Uncalled || result.kind == Kind::Unknown)
        return {.kind = Kind::Repeated,
                .evidence = "'" + callee.name + "' is held by " + call.to +
                            ", which nobody that was seen calls " + where(call.place)};
      extend(result, callee.name);
      return result;
    }
    case CallKind::Call:
      return byCall(caller, callee);
    case CallKind::Thread:
      return byThread(caller, callee);
    }
    return {};
  }

  Frequency byCall(const Caller &caller, const FunctionFact &callee) {
    const CallFact &call = caller.call;
    const std::string from = nameOf(caller.id, graph_);
    if (call.afterFork)
      return {
          .kind = Kind::Child, .evidence = from + " forks -> " + callee.name, .asked = {caller.id}};
    if (call.loop != LoopKind::None)
      return {.kind = Kind::Repeated,
              .evidence = from + " calls '" + callee.name + "' in a loop " + where(call.place)};
    Frequency result = of(caller.id);
    extend(result, callee.name);
    return result;
  }

  Frequency byThread(const Caller &caller, const FunctionFact &callee) {
    const CallFact &call = caller.call;
    const std::string from = nameOf(caller.id, graph_);
    if (call.loop == LoopKind::Open)
      return {.kind = Kind::Repeated,
              .evidence = from + " starts a thread for '" + callee.name + "' in a loop " +
                          where(call.place)};
    Frequency result = of(caller.id);
    if (result.kind == Kind::Once || result.kind == Kind::Thread)
      result.kind = Kind::Thread;
    else if (result.kind == Kind::Uncalled || result.kind == Kind::Unknown)
      return {.kind = Kind::Started,
              .evidence = "'" + callee.name + "' runs on a thread that '" + from +
                          "' starts, which nobody that was seen calls " + where(call.place),
              .asked = std::move(result.asked)};
    extend(result, call.to.empty() ? "a thread" : call.to);
    extend(result, callee.name);
    return result;
  }

  static void extend(Frequency &frequency, const std::string &name) {
    switch (frequency.kind) {
    case Kind::Once:
    case Kind::Thread:
    case Kind::Child:
      frequency.evidence += " -> " + name;
      break;
    default:
      break;
    }
  }

  const CallGraph &graph_;
  std::set<std::string> above_;
  std::map<std::string, Frequency> known_;
};

} // namespace

Frequency frequencyOf(const std::string &id, const CallGraph &graph) {
  return Walk(graph).of(id);
}

std::string describeFrequency(const std::string &id, const CallGraph &graph) {
  const FunctionFact *fact = graph.find(id);
  if (!fact || fact->isMain)
    return "";
  const Frequency frequency = frequencyOf(id, graph);
  switch (frequency.kind) {
  case Kind::Once:
  case Kind::Thread:
  case Kind::Child:
    return "runs once: " + frequency.evidence;
  case Kind::Unknown:
    return "";
  case Kind::Uncalled:
  case Kind::Started:
  case Kind::Repeated:
    return "per request: " + frequency.evidence;
  }
  return "";
}

} // namespace repool
