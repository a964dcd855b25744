/// \file
/// The calls of all units as one graph, seen from the callee: who runs this function?
///
///   [TuFacts] -> CallGraph
///
/// A method that overrides another is called by whoever calls the other; a name that only a
/// template's instantiation resolves calls every function of that name. Too many callers are safe
/// ("perhaps often"), too few are not: units that did not parse are remembered with the names they
/// hold. Pure, and independent of the order of the units.
#pragma once

#include "model/Calls.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace repool {

struct TuFacts;

/// One way into a function.
struct Caller {
  std::string id; ///< of the function that calls, or of the field that holds it
  CallFact call;
  auto operator<=>(const Caller &) const = default;
};

/// What the program of one main shows of itself, wherever it does so.
struct ProgramFact {
  std::string cgi;    ///< as in FunctionFact
  std::string serves; ///< as in FunctionFact
};

struct CallGraph {
  std::map<std::string, FunctionFact> functions;      ///< by id; calls of all units joined
  std::map<std::string, std::vector<Caller>> callers; ///< by id of the callee; sorted
  std::map<std::string, std::set<std::string>> runs;  ///< the same, from the caller's side
  /// What a call may mean beside its callee: overriders of a method, what a field holds, all
  /// functions of a name.
  std::map<std::string, std::set<std::string>> standsFor;
  /// Functions that a unit names which did not parse: simple name -> that unit.
  std::map<std::string, std::string> unread;

  std::map<std::string, ProgramFact> programs; ///< by id of the main

  [[nodiscard]] const FunctionFact *find(const std::string &id) const;
  [[nodiscard]] const std::vector<Caller> &callersOf(const std::string &id) const;
};

CallGraph joinCalls(const std::vector<TuFacts> &units);

} // namespace repool
