/// \file
/// Who receives what a function hands out, by its result or through an argument.
///
///   conn = open_db();    ->  judged as a handle: HandedHandle, and how long it is held
///   return open_db();    ->  its callers too
///
/// A function that is named without being called may be called by anybody, and one without a caller
/// by somebody who was not seen: both speak against the pool.
#pragma once

#include "decide/OwnerWalk.h"

namespace repool {

void followReceivers(OwnerWalk &walk, const OwnerWalk::Step &step);

} // namespace repool
