/// \file
/// A plan to stdout in the format the user asked for.
#pragma once

#include "Options.h"
#include "model/Plan.h"
#include "project/SourceStore.h"
#include "render/Render.h"

namespace repool::tool {

/// What the last line of apply says besides the totals.
struct Outcome {
  std::size_t left = 0; ///< rewrites that --limit left for later
  std::string takeBack = RenderOptions().takeBack;
};

/// \p command words the last line: "scan", "diff", "apply", "check".
void print(const Plan &plan, const Options &options, const char *command, SourceStore &sources,
           const Outcome &outcome = {});

} // namespace repool::tool
