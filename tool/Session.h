/// \file
/// What the commands share: options -> pipeline options -> plan; errors -> one sentence and exit 2.
#pragma once

#include "ExitCode.h"
#include "Options.h"
#include "pipeline/Pipeline.h"

namespace repool::tool {

/// Prints "repool: <sentence>" to stderr.
int fail(llvm::Error error);

/// The folder with the runtime that came with this repool (include/, src/, CMakeLists.txt).
std::string bundledRuntime();

/// The project's root for commands that need no units; \p options.root wins.
llvm::Expected<std::string> findRoot(const Options &options);

/// Finds the database, reads the configuration, runs the pipeline. \p ownFlagsOnly as for apply.
llvm::Expected<Plan> planFor(const Options &options, bool ownFlagsOnly, SourceStore &sources);

/// Prints notes and failed or skipped units to stderr, unless --quiet.
void printNotes(const Plan &plan, const Options &options);

/// Writes --export-fixes and -o, if given.
llvm::Error writeOutputs(const Plan &plan, const Options &options);

} // namespace repool::tool
