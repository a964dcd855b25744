/// \file
/// From the opens of one variable, or one open without a variable, to a Handle.
#pragma once

#include "analyze/Callees.h"
#include "model/Facts.h"

#include <vector>

namespace repool {

/// \p opens fill the same local variable.
Handle localHandle(const std::vector<const FoundOpen *> &opens, const SourceMap &map,
                   const DriverIndex &index, Callees &callees);

/// A global, a member, a factory's result and the like: found and named, analysed no further.
Handle placeHandle(const FoundOpen &open, const SourceMap &map, const DriverIndex &index);

/// What stands behind one out-parameter, which \p opens fill.
Handle pointeeHandle(const std::vector<const FoundOpen *> &opens, const SourceMap &map,
                     const DriverIndex &index, Callees &callees);

/// What \p callable does with its parameter number \p parameter, a handle of \p driver.
ParameterFact parameterFact(const Callable &callable, unsigned parameter, const DriverSpec &driver,
                            const SourceMap &map, const DriverIndex &index, Callees &callees);

} // namespace repool
