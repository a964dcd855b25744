#include "pipeline/Pipeline.h"

#include "pipeline/Callers.h"
#include "pipeline/Planner.h"
#include "pipeline/UnitReader.h"
#include "project/CompileDatabase.h"
#include "project/Prefilter.h"
#include "project/RuntimeFolder.h"
#include "verify/Verify.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <numeric>
#include <set>

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

/// Records that hold a handle, by name: who makes such an object may name nothing of the driver.
std::vector<std::string> ownerTokens(const std::vector<TuFacts> &facts) {
  std::set<std::string> names;
  for (const TuFacts &unit : facts)
    for (const FieldFact &field : unit.fields)
      if (field.opens && !field.recordName.empty())
        names.insert(field.recordName);
  return {names.begin(), names.end()};
}

/// Facts of the chosen units, in their order whatever thread was first.
std::vector<TuFacts> parseAll(const std::vector<CompileUnit> &units,
                              const std::vector<std::size_t> &chosen,
                              const PipelineOptions &options, UnitReader &reader) {
  std::vector<TuFacts> facts(chosen.size());
  std::mutex mutex;
  std::size_t done = 0;
  std::size_t sites = 0;
  parallelFor(chosen.size(), options.jobs, [&](std::size_t i) {
    TuFacts result = reader.facts(units[chosen[i]]);
    const std::lock_guard lock(mutex);
    sites += result.handles.size();
    facts[i] = std::move(result);
    if (options.progress)
      options.progress(++done, chosen.size(), sites, "parsing");
  });
  return facts;
}

/// Parses the units that name an owner found so far, or a function that decides how often a site
/// runs, until none is added.
void parseRelated(const CompileDatabase &database, const PipelineOptions &options,
                  UnitReader &reader, SourceStore &sources, PrefilterResult &filtered,
                  std::vector<TuFacts> &facts) {
  std::vector<std::string> sought;
  while (!filtered.skipped.empty()) {
    std::vector<std::string> names = namesToSeek(gather(facts));
    const std::vector<std::string> owners = ownerTokens(facts);
    names.insert(names.end(), owners.begin(), owners.end());
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (std::includes(sought.begin(), sought.end(), names.begin(), names.end()))
      return;
    sought = names;
    const PrefilterResult wider = prefilter(database.units, names, options.root, sources);
    std::vector<std::size_t> added;
    std::set_difference(wider.parse.begin(), wider.parse.end(), filtered.parse.begin(),
                        filtered.parse.end(), std::back_inserter(added));
    if (added.empty())
      return;
    std::map<std::size_t, TuFacts> byUnit;
    for (std::size_t i = 0; i < facts.size(); ++i)
      byUnit[filtered.parse[i]] = std::move(facts[i]);
    std::vector<TuFacts> more = parseAll(database.units, added, options, reader);
    for (std::size_t i = 0; i < added.size(); ++i)
      byUnit[added[i]] = std::move(more[i]);
    filtered.parse.clear();
    facts.clear();
    for (auto &[unit, fact] : byUnit) {
      filtered.parse.push_back(unit);
      facts.push_back(std::move(fact));
    }
    std::erase_if(filtered.skipped, [&](const SkippedUnit &skipped) {
      return std::any_of(added.begin(), added.end(), [&](std::size_t unit) {
        return database.units[unit].file == skipped.file;
      });
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
  UnitReader reader(options, drivers, sources);
  std::vector<TuFacts> facts = parseAll(database->units, filtered.parse, options, reader);
  parseRelated(*database, options, reader, sources, filtered, facts);

  Planner planner(options, drivers, *database, filtered.parse, facts, reader, sources);
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
