/// \file
/// Is what a function opens opened per request? The question behind every verdict.
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

#include "decide/Frequency.h"
#include "model/Problem.h"

#include <optional>

namespace repool {

struct PerRequestOptions {
  bool assumeServer = false; ///< what a main calls that serves nothing is taken as a request
};

/// Why a connection that \p id opens outside any loop, or in one, is not opened per request; a
/// reason to keep it or to look at it. \p longLived: a loop uses it that does not open it.
std::optional<Problem> whyNotPerRequest(const std::string &id, bool opensInLoop, bool longLived,
                                        const CallGraph &graph, const PerRequestOptions &options);

} // namespace repool
