/// \file
/// Whether one handle on the way of a connection is fit for the pool, and where it goes on to.
///
/// Asked for the open's own handle and for each receiver. Every hazard but a hand-over speaks
/// against it, as does each path that leaks and each function that may close it behind the back of
/// the flow. What one receiver needs (RP1xx: kept) makes the whole need review, not kept.
#pragma once

#include "decide/FlowVariants.h"
#include "decide/OwnerWalk.h"

namespace repool {

/// \p code: what the value of the function that it came from means; \p lent: somebody else ends it.
void judgeHandle(OwnerWalk &walk, const Handle &handle, CodeMeaning code, bool lent = false);

/// What the flow of the unit does not know of the callee goes to \p premises; null: the handle was
/// handed on by another function, whose own flow did not know of it either. False: it speaks
/// against the pool.
bool judgePassed(OwnerWalk &walk, const Passed &passed, CalleePremises *premises);

} // namespace repool
