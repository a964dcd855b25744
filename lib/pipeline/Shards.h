/// \file
/// A scan in parts, on several machines: each part parses its units, one run then decides.
///
///   readPart      facts of the units of one part, and the verifications of what they alone decide
///   acceptShards  whole, of this scan, as the files are now  -> their entries are in the cache
///   makePlan      as ever; parses what no shard knows
///
/// What is decided over the whole program (who calls whom, helpers of other units, conflicts) is
/// decided in the one run, so the plan is that of a scan without shards. All machines see the same
/// files under the same paths.
#pragma once

#include "cache/ShardFile.h"
#include "pipeline/Pipeline.h"

namespace repool {

/// Parses the units of \p options.part. Needs a cache.
llvm::Expected<Shard> readPart(const PipelineOptions &options, SourceStore &sources);

/// An error for each shard that is foreign, missing, stale or contradicts another.
llvm::Error acceptShards(const std::vector<Shard> &shards, const PipelineOptions &options,
                         SourceStore &sources);

} // namespace repool
