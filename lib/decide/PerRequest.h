/// \file
/// How often does a function run? The question behind every verdict, asked of the call graph.
///
///   main -> init -> openStore                 once                 RP108 (RP111: a command)
///   main -> std::thread -> work               once per worker      RP109
///   main loops, forks -> serve                in a child           RP107
///   main reads QUERY_STRING, serves nothing   one request in all   RP110
///   accept loop -> handle; server.Get(handle) per request          no reason to keep
///   nobody calls handle                       per request: a library, a handler
///
/// Kept needs a chain of calls as evidence, and every way into the function must have one; a unit
/// that did not parse and names a function of the chain makes it *needs review* (RP112). Pure.
#pragma once

#include "decide/CallGraph.h"
#include "model/Problem.h"

#include <optional>
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

struct PerRequestOptions {
  bool assumeServer = false; ///< what a main calls that serves nothing is taken as a request
};

/// Why a connection that \p id opens outside any loop, or in one, is not opened per request; a
/// reason to keep it or to look at it. \p longLived: a loop uses it that does not open it.
std::optional<Problem> whyNotPerRequest(const std::string &id, bool opensInLoop, bool longLived,
                                        const CallGraph &graph, const PerRequestOptions &options);

/// For explain: "per request: main calls 'serve' in a loop (main.c:12)".
std::string describeFrequency(const std::string &id, const CallGraph &graph);

} // namespace repool
