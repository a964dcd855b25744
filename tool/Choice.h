/// \file
/// What of a whole plan a command takes: `--only`, `--limit`, `--split-by`.
///
///   words -> Only;  Plan + options -> the plan that was asked for, in steps that build each
///
/// A word of `--only` is a reason code, else a driver, else a path: `./sqlite` is the folder of
/// that name. One that is none of these ends the command with a sentence that names a near one.
/// What is taken was verified with the whole; where it leaves text that was not, it is verified
/// again.
#pragma once

#include "Session.h"
#include "apply/Selection.h"
#include "apply/Steps.h"

namespace repool::tool {

/// \p drivers: names that are known.
llvm::Expected<Only> onlyOf(const std::vector<std::string> &words,
                            const std::vector<std::string> &drivers, SourceStore &sources);

/// The built-in drivers and those of the configuration.
std::vector<std::string> driverNames(const Config &config);

struct Choice {
  Plan plan;
  std::vector<Step> steps; ///< of --split-by, a commit each
  std::size_t left = 0;    ///< rewrites that --limit leaves for later
};

/// Runs the pipeline and takes what the options ask for. \p ownFlagsOnly as for apply.
llvm::Expected<Choice> choiceFor(const Options &options, bool ownFlagsOnly, SourceStore &sources);

/// \p pipeline made \p whole, or belongs to it. Fails if what was asked for does not build alone.
llvm::Expected<Choice> choose(const Plan &whole, const Options &options, const Only &only,
                              const PipelineOptions &pipeline, SourceStore &sources);

} // namespace repool::tool
