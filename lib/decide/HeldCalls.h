/// \file
/// What may run while a connection is held: its own function's calls between open and last close,
/// and all that they come to run.
///
///   open; audit(); close;   audit() { log(); }      ->  visit "f -> audit", then "f -> audit ->
///   log"
///
/// Asked by the nesting of borrows and by the search for forks. Follows calls, those of virtual
/// methods and of fields included; what a thread or a callback does is not done while the caller
/// holds. Each function is visited once. Pure.
#pragma once

#include "decide/Program.h"

#include <functional>

namespace repool {

/// Whether \p handle is held at \p offset of the file of \p place: behind its first open, before
/// its last close or its block's end.
bool isHeldAt(const Handle &handle, const Place &place, std::uint32_t offset);

/// \p id is what is called, \p fact what is known of it (may be null), \p chain how it is reached.
/// True ends the walk.
using HeldVisit =
    std::function<bool(const std::string &id, const FunctionFact *fact, const std::string &chain)>;

/// \p fact is the function that holds \p handle. True if a visit has ended the walk.
bool visitHeldCalls(const Handle &handle, const FunctionFact &fact, const CallGraph &graph,
                    const HeldVisit &visit);

} // namespace repool
