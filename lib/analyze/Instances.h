/// \file
/// The objects that hold handles in a field, how long each lives, and calls of their methods.
///
///   static Store store;             Instance, for the program
///   void serve() { Store store; }   Instance, for the call
///   std::vector<Store> stores;      Instance, not known
///
/// Over the whole unit. What may hold an object without naming it is an Instance that is not known.
#pragma once

#include "find/DriverIndex.h"
#include "find/SourceMap.h"
#include "model/Facts.h"

namespace repool {

void findInstances(const SourceMap &map, const DriverIndex &index, TuFacts &facts);

} // namespace repool
