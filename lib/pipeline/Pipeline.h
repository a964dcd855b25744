/// \file
/// The stages wired together; every command that needs a plan calls `makePlan`.
///
///   compile_commands.json
///      | project    CompileUnit
///      v
///    units --prefilter--> units worth parsing
///      | parse, find, analyze     in parallel, one AST at a time
///      v
///    TuFacts --gather--> ProgramFacts    ... and units that call what holds a site, until none is
///    new
///      | decide     pure
///      v
///    Ruling --edit--> EditGroup --merge--> edits per file
///      | verify     overlay re-parse; a fault bans the strategy and the handle is decided again
///      v
///    Plan
///
/// Holds no state between runs, writes nothing. Output is in a stable order whatever `jobs`.
#pragma once

#include "cache/RunCache.h"
#include "decide/Decide.h"
#include "llvm/Support/Error.h"
#include "model/Plan.h"
#include "project/Config.h"
#include "project/FilePolicy.h"
#include "project/SourceStore.h"

#include <functional>
#include <optional>

namespace repool {

/// One of several parts of the units, for one of several machines.
struct Part {
  unsigned part = 1; ///< from 1
  unsigned parts = 1;
};

struct PipelineOptions {
  std::string database;           ///< path of compile_commands.json
  std::string root;               ///< canonical
  std::vector<std::string> paths; ///< canonical; only sites below one of them; empty: all
  Config config;
  Style style = Style::Auto;
  bool assumeServer = false; ///< --assume=server
  unsigned jobs = 1;
  std::vector<std::string> extraArgs;
  std::vector<std::string> extraArgsBefore;
  std::string bundledRuntime; ///< include folder of the bundled runtime
  bool ownFlagsOnly = false;  ///< apply: the runtime must be reachable by the units' own flags
  bool usePrefilter = true;
  bool verify = true; ///< else the plan is what decide would do, and must not be applied
  FilePolicy policy;
  std::string toolVersion;
  std::optional<Part> part;  ///< none: all units
  RunCache *cache = nullptr; ///< of the same root and sources; null: every unit is parsed
  /// Called from any thread, one call at a time: units done, units in all, sites so far.
  std::function<void(std::size_t done, std::size_t all, std::size_t sites, const char *what)>
      progress;
};

llvm::Expected<Plan> makePlan(const PipelineOptions &options, SourceStore &sources);

} // namespace repool
