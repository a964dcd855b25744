/// \file
/// From an open without a local variable to a Handle: a global, a member, a factory's result, what
/// stands behind an out-parameter.
///
/// Such a handle is found and named, and followed no further here: who gets it is asked over the
/// whole program, in lib/decide. Only an out-parameter has uses and a flow in the function that
/// fills it.
#pragma once

#include "analyze/Callees.h"
#include "model/Facts.h"

#include <vector>

namespace repool {

Handle placeHandle(const FoundOpen &open, const SourceMap &map, const DriverIndex &index);

/// What stands behind one out-parameter, which \p opens fill.
Handle pointeeHandle(const std::vector<const FoundOpen *> &opens, const SourceMap &map,
                     const DriverIndex &index, Callees &callees);

} // namespace repool
