#include "pipeline/Shards.h"

#include "cache/KeyFields.h"
#include "cache/ToolIdentity.h"
#include "parse/ParserEnvironment.h"
#include "pipeline/Finding.h"
#include "pipeline/Planner.h"

namespace repool {

namespace {

template <class... T> Digest digestOfAll(const T &...values) {
  cache::Writer writer;
  (writer.put(values), ...);
  return digestOf(writer.bytes());
}

/// The scan that \p options describe. Threads, cache and paths change nothing that a shard holds.
ShardHead headOf(const PipelineOptions &options, const Project &project) {
  ShardHead head{.toolVersion = options.toolVersion,
                 .tool = toolIdentity(),
                 .root = options.root,
                 .database = digestOfAll(project.database),
                 .options =
                     digestOfAll(options.config, options.style, options.assumeServer,
                                 options.extraArgs, options.extraArgsBefore, options.bundledRuntime,
                                 options.usePrefilter, options.policy, parserEnvironment())};
  if (options.part) {
    head.part = options.part->part;
    head.parts = options.part->parts;
  }
  return head;
}

} // namespace

llvm::Expected<Shard> readPart(const PipelineOptions &options, SourceStore &sources) {
  llvm::Expected<Project> project = loadProject(options);
  if (!project)
    return project.takeError();
  RunCache &cache = *options.cache;
  cache.store.collect();
  UnitReader reader(options, project->drivers, sources);
  const Found found = findSites(*project, options, reader, sources);
  Shard shard{.head = headOf(options, *project)};
  for (std::size_t unit : found.filtered.parse) {
    const CompileUnit &each = project->database.units[unit];
    const Digest question = reader.question(each);
    if (const auto answer = cache.units.find(question, {}))
      shard.units.push_back({each.file, question, answer->key});
  }
  // What these units decide alone is most of what will be decided, so most of it is verified here.
  Planner planner(options, project->drivers, project->database, found.filtered.parse, found.facts,
                  reader, sources);
  planner.verifyOnly(found.mine);
  if (auto plan = planner.run(); !plan)
    return plan.takeError();
  shard.entries = cache.store.collected();
  return shard;
}

llvm::Error acceptShards(const std::vector<Shard> &shards, const PipelineOptions &options,
                         SourceStore &sources) {
  llvm::Expected<Project> project = loadProject(options);
  if (!project)
    return project.takeError();
  std::vector<std::string> why = whyNotMerged(shards, headOf(options, *project));
  EntryStore theirs("");
  for (const Shard &shard : shards)
    for (const auto &[key, value] : shard.entries) {
      theirs.add(key, value);
      options.cache->store.add(key, value);
    }
  chooseUnits(*project, options, sources); // files have the names that they had in the shards
  UnitCache known(theirs, options.cache->view);
  for (const Shard &shard : shards) {
    if (!why.empty())
      break; // what is foreign is not stale
    for (const ShardUnit &unit : shard.units)
      if (const auto now = known.find(unit.question, {}); !now || now->key != unit.answer) {
        why.push_back(shard.name + " is stale: " + unit.file +
                      " or what it includes has changed since; make this shard again");
        break;
      }
  }
  llvm::Error error = llvm::Error::success();
  for (const std::string &sentence : why)
    error = llvm::joinErrors(std::move(error), llvm::createStringError(std::errc::invalid_argument,
                                                                       "%s", sentence.c_str()));
  return error;
}

} // namespace repool
