/// \file
/// Which files git could not give back: changed or staged since HEAD, or not tracked.
///
/// Asks the innermost repository of each file. A file in no repository, or one that git is told to
/// ignore, is not git's to give back and is not named; the journal has it.
#pragma once

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace repool {

/// Those of \p files (canonical) with uncommitted changes, as `path (modified)`.
llvm::Expected<std::vector<std::string>> uncommitted(const std::vector<std::string> &files);

} // namespace repool
