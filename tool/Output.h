/// \file
/// A plan to stdout in the format the user asked for.
#pragma once

#include "Options.h"
#include "model/Plan.h"
#include "project/SourceStore.h"

namespace repool::tool {

/// \p command words the last line: "scan", "diff", "apply", "check". \p left: rewrites that --limit
/// left for later.
void print(const Plan &plan, const Options &options, const char *command, SourceStore &sources,
           std::size_t left = 0);

} // namespace repool::tool
