#include "Commands.h"
#include "Output.h"
#include "Session.h"
#include "ShardNumber.h"
#include "llvm/Support/raw_ostream.h"
#include "pipeline/Shards.h"

#include <cstdlib>

namespace repool::tool {

namespace {

std::optional<std::string> variable(const char *name) {
  const char *value = std::getenv(name);
  return value && *value ? std::optional<std::string>(value) : std::nullopt;
}

} // namespace

int runShard(const Options &options) {
  auto number = shardNumber(options.shard, variable);
  if (!number)
    return fail(number.takeError());
  SourceStore sources;
  Run run(options, sources);
  if (llvm::Error error = run.start(/*ownFlagsOnly=*/false, /*needsCache=*/true))
    return fail(std::move(error));
  run.pipeline.part = Part{.part = number->part, .parts = number->parts};
  auto shard = readPart(run.pipeline, sources);
  if (!shard)
    return fail(shard.takeError());
  if (llvm::Error error = writeShard(*shard, options.output))
    return fail(std::move(error));
  if (!options.quiet)
    llvm::outs() << "shard " << number->part << " of " << number->parts
                 << (number->variable.empty() ? "" : " by " + number->variable) << ": "
                 << shard->units.size() << " units in " << options.output
                 << ". Next: repool merge, with all shards of this scan\n";
  return toStatus(ExitCode::Clean);
}

int runMerge(const Options &options) {
  SourceStore sources;
  Run run(options, sources);
  if (llvm::Error error = run.start(/*ownFlagsOnly=*/false, /*needsCache=*/true))
    return fail(std::move(error));
  std::vector<Shard> shards;
  llvm::Error unreadable = llvm::Error::success();
  for (const std::string &path : options.positional)
    if (auto shard = readShard(path))
      shards.push_back(std::move(*shard));
    else
      unreadable = llvm::joinErrors(std::move(unreadable), shard.takeError());
  if (unreadable)
    return fail(std::move(unreadable));
  if (llvm::Error error = acceptShards(shards, run.pipeline, sources))
    return fail(std::move(error));
  auto plan = makePlan(run.pipeline, sources);
  if (!plan)
    return fail(plan.takeError());
  printNotes(*plan, options);
  if (llvm::Error error = writeOutputs(*plan, options))
    return fail(std::move(error));
  print(*plan, options, "scan", sources);
  return toStatus(exitOfScan(*plan));
}

} // namespace repool::tool
