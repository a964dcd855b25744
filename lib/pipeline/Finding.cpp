#include "pipeline/Finding.h"

#include "pipeline/Callers.h"
#include "project/RuntimeFolder.h"

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
                  UnitReader &reader, SourceStore &sources, Found &found) {
  PrefilterResult &filtered = found.filtered;
  std::vector<TuFacts> &facts = found.facts;
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
    std::erase_if(added, [&](std::size_t unit) { return !found.mine[unit]; });
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

/// Which units are of the part that \p options name. Those that are parsed first go round in turn,
/// and so do the others, so that parts are about equal.
std::vector<bool> unitsOfPart(const PipelineOptions &options, std::size_t count,
                              const std::vector<std::size_t> &first) {
  std::vector<bool> mine(count, true);
  if (!options.part)
    return mine;
  auto isMine = [&](std::size_t place) {
    return place % options.part->parts == options.part->part - 1;
  };
  for (std::size_t unit = 0; unit < count; ++unit)
    mine[unit] = isMine(unit);
  for (std::size_t place = 0; place < first.size(); ++place)
    mine[first[place]] = isMine(place);
  return mine;
}

} // namespace

llvm::Expected<Project> loadProject(const PipelineOptions &options) {
  llvm::Expected<CompileDatabase> database = loadCompileDatabase(options.database);
  if (!database)
    return database.takeError();
  Project project{.database = std::move(*database)};
  project.ownUnits = withoutRuntime(project.database.units);
  llvm::Expected<std::vector<DriverSpec>> chosen = chosenDrivers(options.config);
  if (!chosen)
    return chosen.takeError();
  project.drivers = std::move(*chosen);
  return project;
}

PrefilterResult chooseUnits(const Project &project, const PipelineOptions &options,
                            SourceStore &sources) {
  const std::vector<CompileUnit> &units = project.database.units;
  return options.usePrefilter
             ? prefilter(units, driverTokens(project.drivers), options.root, sources)
             : everything(units.size());
}

Found findSites(const Project &project, const PipelineOptions &options, UnitReader &reader,
                SourceStore &sources) {
  const std::vector<CompileUnit> &units = project.database.units;
  Found found;
  found.filtered = chooseUnits(project, options, sources);
  found.mine = unitsOfPart(options, units.size(), found.filtered.parse);
  std::erase_if(found.filtered.parse, [&](std::size_t unit) { return !found.mine[unit]; });
  found.facts = parseAll(units, found.filtered.parse, options, reader);
  parseRelated(project.database, options, reader, sources, found);
  return found;
}

} // namespace repool
