#include "pipeline/Pipeline.h"

#include "analyze/AnalyzeUnit.h"
#include "pipeline/Callers.h"
#include "pipeline/Planner.h"
#include "project/CompileDatabase.h"
#include "project/Prefilter.h"
#include "project/RuntimeFolder.h"
#include "verify/Verify.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <numeric>

namespace repool {

namespace {

/// The built-in drivers and the user's own, or those of them that `drivers:` names.
llvm::Expected<std::vector<DriverSpec>> chosenDrivers(const Config &config) {
  std::vector<DriverSpec> drivers(builtinDrivers().begin(), builtinDrivers().end());
  drivers.insert(drivers.end(), config.own.begin(), config.own.end());
  std::string known;
  for (const DriverSpec &driver : drivers)
    known += (known.empty() ? "" : ", ") + driver.name;
  const auto isWanted = [&](const std::string &name) {
    return config.drivers.empty() ||
           std::find(config.drivers.begin(), config.drivers.end(), name) != config.drivers.end();
  };
  for (const std::string &name : config.drivers)
    if (std::none_of(drivers.begin(), drivers.end(),
                     [&](const DriverSpec &driver) { return driver.name == name; }))
      return llvm::createStringError(std::errc::invalid_argument,
                                     "%s: there is no driver '%s'; known are %s",
                                     config.path.c_str(), name.c_str(), known.c_str());
  std::erase_if(drivers, [&](const DriverSpec &driver) { return !isWanted(driver.name); });
  return drivers;
}

/// Takes the units of a vendored runtime out of \p units.
std::vector<SkippedUnit> withoutRuntime(std::vector<CompileUnit> &units) {
  std::vector<SkippedUnit> skipped;
  RuntimeFolder runtime;
  std::erase_if(units, [&](const CompileUnit &unit) {
    const bool isRuntime = runtime.holds(unit.file);
    if (isRuntime)
      skipped.push_back({unit.file, "is repool's own runtime"});
    return isRuntime;
  });
  return skipped;
}

PrefilterResult everything(std::size_t count) {
  PrefilterResult result;
  result.parse.resize(count);
  std::iota(result.parse.begin(), result.parse.end(), std::size_t{0});
  return result;
}

ParseOptions parseOptions(const PipelineOptions &options) {
  return {.root = options.root,
          .extraArgs = options.extraArgs,
          .extraArgsBefore = options.extraArgsBefore,
          .bundledRuntime = options.bundledRuntime,
          .skipSystemBodies = true};
}

/// Facts of the chosen units, in their order whatever thread was first.
std::vector<TuFacts> parseAll(const std::vector<CompileUnit> &units,
                              const std::vector<std::size_t> &chosen,
                              const std::vector<DriverSpec> &drivers,
                              const PipelineOptions &options, SourceStore &sources) {
  std::vector<TuFacts> facts(chosen.size());
  std::mutex mutex;
  std::size_t done = 0;
  std::size_t sites = 0;
  const ParseOptions parsing = parseOptions(options);
  parallelFor(chosen.size(), options.jobs, [&](std::size_t i) {
    const CompileUnit &unit = units[chosen[i]];
    TuFacts result;
    ParseOutcome outcome =
        parseUnit(unit, {}, parsing, sources,
                  [&](clang::CompilerInstance &compiler, const ParseOutcome &sofar) {
                    result =
                        analyzeUnit(compiler, sofar, unit.file, drivers, options.root, sources);
                  });
    result.unit = unit.file;
    result.files = std::move(outcome.files);
    result.diagnostics = std::move(outcome.diagnostics);
    result.failure = std::move(outcome.failure);
    const std::lock_guard lock(mutex);
    sites += result.handles.size();
    facts[i] = std::move(result);
    if (options.progress)
      options.progress(++done, chosen.size(), sites, "parsing");
  });
  return facts;
}

/// Parses the units that decide how often a site runs, until none is added.
void addCallers(const CompileDatabase &database, PrefilterResult &filtered,
                std::vector<TuFacts> &facts, const std::vector<DriverSpec> &drivers,
                const PipelineOptions &options, SourceStore &sources) {
  std::vector<std::string> sought;
  while (!filtered.skipped.empty()) {
    const std::vector<std::string> names = namesToSeek(gather(facts));
    if (std::includes(sought.begin(), sought.end(), names.begin(), names.end()))
      return;
    sought = names;
    std::vector<std::size_t> more;
    for (const std::size_t unit : prefilter(database.units, names, options.root, sources).parse)
      if (!std::binary_search(filtered.parse.begin(), filtered.parse.end(), unit))
        more.push_back(unit);
    if (more.empty())
      return;
    std::vector<TuFacts> added = parseAll(database.units, more, drivers, options, sources);
    std::map<std::size_t, TuFacts> all;
    for (std::size_t i = 0; i < filtered.parse.size(); ++i)
      all.emplace(filtered.parse[i], std::move(facts[i]));
    for (std::size_t i = 0; i < more.size(); ++i)
      all.emplace(more[i], std::move(added[i]));
    filtered.parse.clear();
    facts.clear();
    for (auto &[unit, fact] : all) {
      filtered.parse.push_back(unit);
      facts.push_back(std::move(fact));
    }
    std::erase_if(filtered.skipped, [&](const SkippedUnit &unit) {
      return std::any_of(more.begin(), more.end(),
                         [&](std::size_t i) { return database.units[i].file == unit.file; });
    });
  }
}

} // namespace

llvm::Expected<Plan> makePlan(const PipelineOptions &options, SourceStore &sources) {
  llvm::Expected<CompileDatabase> database = loadCompileDatabase(options.database);
  if (!database)
    return database.takeError();
  const std::vector<SkippedUnit> ownUnits = withoutRuntime(database->units);
  llvm::Expected<std::vector<DriverSpec>> chosen = chosenDrivers(options.config);
  if (!chosen)
    return chosen.takeError();
  const std::vector<DriverSpec> drivers = std::move(*chosen);
  PrefilterResult filtered =
      options.usePrefilter
          ? prefilter(database->units, driverTokens(drivers), options.root, sources)
          : everything(database->units.size());
  std::vector<TuFacts> facts = parseAll(database->units, filtered.parse, drivers, options, sources);
  addCallers(*database, filtered, facts, drivers, options, sources);

  Planner planner(options, drivers, *database, filtered.parse, facts, parseOptions(options),
                  sources);
  llvm::Expected<Plan> plan = planner.run();
  if (!plan)
    return plan.takeError();
  plan->units.skipped = filtered.skipped;
  plan->units.skipped.insert(plan->units.skipped.end(), ownUnits.begin(), ownUnits.end());
  for (const std::string &missing : database->missing)
    plan->units.failed.push_back({missing, "the file does not exist"});
  return plan;
}

} // namespace repool
