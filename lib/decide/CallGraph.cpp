#include "decide/CallGraph.h"

#include "model/Facts.h"

#include <algorithm>

namespace repool {

namespace {

template <typename T> void sortOnce(std::vector<T> &list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

void join(FunctionFact &into, const FunctionFact &fact) {
  into.calls.insert(into.calls.end(), fact.calls.begin(), fact.calls.end());
  into.forks.insert(into.forks.end(), fact.forks.begin(), fact.forks.end());
  into.overrides.insert(into.overrides.end(), fact.overrides.begin(), fact.overrides.end());
  into.overridesForeign |= fact.overridesForeign;
  into.isLocal &= fact.isLocal;
  into.place = std::min(into.place, fact.place);
  if (into.serves.empty())
    into.serves = fact.serves;
  if (into.cgi.empty())
    into.cgi = fact.cgi;
}

/// Callers of what \p id overrides, directly or not.
void addInherited(const std::string &id, const CallGraph &graph, std::set<std::string> &seen,
                  std::vector<Caller> &out) {
  const FunctionFact *fact = graph.find(id);
  if (!fact)
    return;
  for (const std::string &base : fact->overrides) {
    if (!seen.insert(base).second)
      continue;
    const std::vector<Caller> &callers = graph.callersOf(base);
    out.insert(out.end(), callers.begin(), callers.end());
    addInherited(base, graph, seen, out);
  }
}

/// All that \p main may come to run is its program.
ProgramFact programOf(const std::string &main, const CallGraph &graph) {
  std::set<std::string> seen = {main};
  std::vector<std::string> work = {main};
  ProgramFact program;
  while (!work.empty()) {
    const std::string at = std::move(work.back());
    work.pop_back();
    if (const FunctionFact *fact = graph.find(at)) {
      if (program.cgi.empty())
        program.cgi = fact->cgi;
      if (program.serves.empty())
        program.serves = fact->serves;
    }
    if (const auto callees = graph.runs.find(at); callees != graph.runs.end())
      for (const std::string &callee : callees->second)
        if (seen.insert(callee).second)
          work.push_back(callee);
  }
  return program;
}

} // namespace

const FunctionFact *CallGraph::find(const std::string &id) const {
  const auto it = functions.find(id);
  return it == functions.end() ? nullptr : &it->second;
}

const std::vector<Caller> &CallGraph::callersOf(const std::string &id) const {
  static const std::vector<Caller> None;
  const auto it = callers.find(id);
  return it == callers.end() ? None : it->second;
}

CallGraph joinCalls(const std::vector<TuFacts> &units) {
  CallGraph graph;
  for (const TuFacts &unit : units)
    for (const FunctionFact &fact : unit.functions)
      if (auto [it, isNew] = graph.functions.try_emplace(fact.id, fact); !isNew)
        join(it->second, fact);
  std::map<std::string, std::vector<std::string>> byName;
  for (auto &[id, fact] : graph.functions) {
    sortOnce(fact.calls);
    sortOnce(fact.forks);
    sortOnce(fact.overrides);
    if (!fact.simple.empty())
      byName["name@" + fact.simple].push_back(id);
  }
  for (const auto &[id, fact] : graph.functions)
    for (const CallFact &call : fact.calls) {
      const Caller caller{call.kind == CallKind::Held ? call.holder : id, call};
      if (const auto named = byName.find(call.callee); named != byName.end())
        for (const std::string &callee : named->second)
          graph.callers[callee].push_back(caller);
      else
        graph.callers[call.callee].push_back(caller);
    }
  std::map<std::string, std::vector<Caller>> inherited;
  for (const auto &[id, fact] : graph.functions) {
    std::set<std::string> seen = {id};
    if (std::vector<Caller> more; !fact.overrides.empty()) {
      addInherited(id, graph, seen, more);
      inherited[id] = std::move(more);
    }
  }
  for (auto &[id, more] : inherited)
    graph.callers[id].insert(graph.callers[id].end(), more.begin(), more.end());
  for (auto &[id, callers] : graph.callers) {
    sortOnce(callers);
    for (const Caller &caller : callers)
      graph.runs[caller.id].insert(id);
  }
  for (const auto &[name, ids] : byName)
    graph.standsFor[name].insert(ids.begin(), ids.end());
  for (const auto &[id, fact] : graph.functions) {
    for (const std::string &base : fact.overrides)
      graph.standsFor[base].insert(id);
    for (const CallFact &call : fact.calls)
      if (call.kind == CallKind::Held)
        graph.standsFor[call.holder].insert(call.callee);
  }
  // What is put into a field or handed over is run by somebody: it belongs to the program, too.
  for (const auto &[id, fact] : graph.functions)
    for (const CallFact &call : fact.calls)
      if (call.kind == CallKind::Held)
        graph.runs[id].insert(call.callee);
  for (const auto &[id, fact] : graph.functions)
    if (fact.isMain)
      graph.programs[id] = programOf(id, graph);
  return graph;
}

} // namespace repool
