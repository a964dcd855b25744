/// \file
/// `repool init`: copies the bundled runtime into a folder of the project, with its version.
///
/// Only runtime sources are copied. A folder that already holds the same bytes is left alone; one
/// that holds other bytes, or something else, is refused, naming the first file. Writes through
/// FileOps like all of apply/.
#pragma once

#include "apply/FileOps.h"

#include <string>

namespace repool {

/// Number of files written; 0 if \p to already holds this runtime.
llvm::Expected<unsigned> vendorRuntime(const std::string &from, const std::string &to,
                                       FileOps &ops);

} // namespace repool
