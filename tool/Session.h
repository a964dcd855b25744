/// \file
/// What the commands share: options -> a run of the pipeline -> plan; errors -> one sentence and
/// exit 2.
#pragma once

#include "ExitCode.h"
#include "Interrupt.h"
#include "Options.h"
#include "Terminal.h"
#include "pipeline/Pipeline.h"

namespace repool::tool {

/// Prints "repool: <sentence>" to stderr.
int fail(llvm::Error error);

/// The folder with the runtime that came with this repool (include/, src/, CMakeLists.txt).
std::string bundledRuntime();

/// The project's root for commands that need no units; \p options.root wins.
llvm::Expected<std::string> findRoot(const Options &options);

/// What a command that needs the pipeline runs it with.
class Run {
public:
  Run(const Options &options, SourceStore &sources);
  /// Tidies the cache and says how often it helped.
  ~Run();
  Run(const Run &) = delete;
  Run &operator=(const Run &) = delete;

  /// Finds the database, reads the configuration and fills `pipeline`. \p needsCache: one in memory
  /// where the options want none.
  llvm::Error start(bool ownFlagsOnly, bool needsCache);

  PipelineOptions pipeline;

private:
  const Options &options_;
  SourceStore &sources_;
  Progress progress_;
  std::optional<RunCache> cache_;
  std::optional<Interrupt> interrupt_;
};

/// Runs the pipeline, for commands that only show the plan.
llvm::Expected<Plan> planFor(const Options &options, SourceStore &sources);

/// Prints notes and failed or skipped units to stderr, unless --quiet.
void printNotes(const Plan &plan, const Options &options);

/// Writes --export-fixes and -o, if given.
llvm::Error writeOutputs(const Plan &plan, const Options &options);

} // namespace repool::tool
