/// \file
/// A field that owns a connection: what all bodies do with it, and how long its objects live.
///
///   struct Cache { PGconn *conn; ~Cache() { PQfinish(conn); } };   Cache cache(url);  per call
///
/// The flow of a field is not followed from call to call. So the destructor must close it on every
/// path, and a method that opens it may run once for each object; an object whose life is not known
/// speaks against the pool.
#pragma once

#include "decide/OwnerWalk.h"

namespace repool {

void followField(OwnerWalk &walk, const OwnerWalk::Step &step);

} // namespace repool
