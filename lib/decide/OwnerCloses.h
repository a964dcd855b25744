/// \file
/// The closes that change with an open whose handle goes through several functions.
///
///   all closes of the driver - those of a local variable that provably holds something else
///
/// A give-back of a handle that the pool does not know closes it as before, so one too many is
/// harmless and one too few would close a pooled handle behind the pool's back. One that a macro or
/// an inactive branch spells cannot be edited and speaks against the pool.
#pragma once

#include "decide/OwnerWalk.h"

namespace repool {

/// When all holders are followed; adds to `walk.out.closes`.
void collectCloses(OwnerWalk &walk);

} // namespace repool
