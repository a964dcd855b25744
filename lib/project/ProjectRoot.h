/// \file
/// The folder that counts as the project: edits stay below it, paths are shown relative to it.
///
/// The nearest folder with `.repool.yaml` or `.git` at or above what all units have in common; else
/// that common folder, widened to hold the compile database if that is close by. Reads no file.
#pragma once

#include "project/CompileDatabase.h"

namespace repool {

/// Canonical path. \p databasePath is where the units came from.
std::string projectRoot(const std::vector<CompileUnit> &units, const std::string &databasePath);

} // namespace repool
