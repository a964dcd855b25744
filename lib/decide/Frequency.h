/// \file
/// How often does a function run, by the call graph, and the chain of calls that shows it.
///
///   main -> init -> openStore            once
///   main calls 'serve' in a loop         repeated
///   main -> std::thread -> work          once on a thread
///
/// Of several ways into a function the one that runs it most often counts. Pure.
#pragma once

#include "decide/CallGraph.h"

#include <set>

namespace repool {

struct Frequency {
  enum class Kind {
    Unknown,  ///< not in the graph
    Uncalled, ///< by nobody that was seen
    Repeated,
    Once,
    Thread,  ///< once on a thread that is started once, or once on each of a counted number
    Started, ///< on a thread; who starts it was not seen
    Child    ///< in a child after fork
  };

  Kind kind = Kind::Unknown;
  std::string evidence;        ///< "main -> init -> openStore", "main calls 'f' in a loop (a.c:3)"
  std::set<std::string> roots; ///< ids of main, or StaticInit, from which it is reached
  std::set<std::string> asked; ///< ids whose callers the answer rests on
};

Frequency frequencyOf(const std::string &id, const CallGraph &graph);

/// For explain: "per request: main calls 'serve' in a loop (main.c:12)".
std::string describeFrequency(const std::string &id, const CallGraph &graph);

} // namespace repool
