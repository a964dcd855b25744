/// \file
/// The first half of the pipeline: options -> units -> facts of all that matter.
///
///   options -> Project{compile database, drivers} -> prefilter -> facts
///                                                 -> units that call what holds a site, and so on
///
/// Of one part of the units only, if the options say so. Private to pipeline/.
#pragma once

#include "pipeline/Pipeline.h"
#include "pipeline/UnitReader.h"
#include "project/CompileDatabase.h"
#include "project/Prefilter.h"

namespace repool {

struct Project {
  CompileDatabase database;          ///< without the units of a vendored runtime
  std::vector<SkippedUnit> ownUnits; ///< those
  std::vector<DriverSpec> drivers;
};

llvm::Expected<Project> loadProject(const PipelineOptions &options);

struct Found {
  PrefilterResult filtered;   ///< `parse` names the units that were parsed
  std::vector<TuFacts> facts; ///< of each of them, in that order
  std::vector<bool> mine;     ///< by unit: it is of the part that is asked for
};

/// The units whose text says that they may hold a site. Of several hard links to one file, this
/// also settles which name it has, so it comes before any parse or look into the cache.
PrefilterResult chooseUnits(const Project &project, const PipelineOptions &options,
                            SourceStore &sources);

Found findSites(const Project &project, const PipelineOptions &options, UnitReader &reader,
                SourceStore &sources);

} // namespace repool
