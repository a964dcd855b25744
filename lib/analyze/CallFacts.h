/// \file
/// Who calls whom in one unit.
///
///   callables -> FunctionFact{id, calls with their loops, what it hands to whom}
///
/// Calls of foreign functions are kept only as what they mean (CallMeanings.h). A virtual call is a
/// call of the method that is named; who overrides it says so itself. Lives inside the parse
/// callback. Never decides; what it cannot follow is `Handed`, which means "perhaps often".
#pragma once

#include "find/Callables.h"
#include "model/Calls.h"

#include <vector>

namespace repool {

std::vector<FunctionFact> callFacts(const std::vector<Callable> &callables, const SourceMap &map);

} // namespace repool
