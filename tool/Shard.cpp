#include "Commands.h"
#include "Output.h"
#include "Session.h"
#include "llvm/Support/raw_ostream.h"
#include "pipeline/Shards.h"

namespace repool::tool {

namespace {

/// "2/3": the second of three.
llvm::Expected<Part> partNamed(const std::string &text) {
  const auto [part, parts] = llvm::StringRef(text).split('/');
  Part result;
  if (part.getAsInteger(10, result.part) || parts.getAsInteger(10, result.parts) ||
      result.part < 1 || result.part > result.parts)
    return llvm::createStringError(std::errc::invalid_argument,
                                   "--shard needs K/N with 1 <= K <= N, such as 2/3, not '%s'",
                                   text.c_str());
  return result;
}

} // namespace

int runShard(const Options &options) {
  auto part = partNamed(options.shard);
  if (!part)
    return fail(part.takeError());
  SourceStore sources;
  Run run(options, sources);
  if (llvm::Error error = run.start(/*ownFlagsOnly=*/false, /*needsCache=*/true))
    return fail(std::move(error));
  run.pipeline.part = *part;
  auto shard = readPart(run.pipeline, sources);
  if (!shard)
    return fail(shard.takeError());
  if (llvm::Error error = writeShard(*shard, options.output))
    return fail(std::move(error));
  if (!options.quiet)
    llvm::outs() << "shard " << part->part << " of " << part->parts << ": " << shard->units.size()
                 << " units in " << options.output
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
