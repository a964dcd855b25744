/// \file
/// Source files below the root that no unit of the compile database compiles: old tests, other
/// platforms, targets that are not built.
///
/// Nothing is parsed; who must know whether such code matters searches its text. Build trees of
/// CMake and folders with a leading dot are passed over, and so is what cannot be read.
#pragma once

#include "project/CompileDatabase.h"
#include "project/SourceStore.h"

#include <string>
#include <vector>

namespace repool {

/// Canonical paths, sorted.
std::vector<std::string> straySources(const std::vector<CompileUnit> &units,
                                      const std::string &root, SourceStore &sources);

} // namespace repool
