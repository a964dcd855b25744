#include "pipeline/StepCheck.h"

#include "pipeline/Finding.h"
#include "pipeline/UnitReader.h"
#include "verify/Verify.h"

#include <algorithm>
#include <mutex>
#include <set>

namespace repool {

namespace {

/// The edited files that each unit may see; none for one that can prove nothing.
using SeenFiles = std::vector<std::vector<std::string>>;

SeenFiles editedFilesOf(const Plan &plan, const std::vector<CompileUnit> &units,
                        SourceStore &sources) {
  std::vector<std::string> files;
  for (const auto &[file, edits] : plan.edits)
    files.push_back(file);
  const auto readers = unitsThatMayInclude(units, files, plan.root, sources);
  std::set<std::string> failed;
  for (const FailedUnit &unit : plan.units.failed)
    failed.insert(unit.file);
  SeenFiles result(units.size());
  for (std::size_t i = 0; i < files.size(); ++i)
    for (const std::size_t unit : readers[i])
      if (!failed.contains(units[unit].file))
        result[unit].push_back(files[i]);
  return result;
}

/// A unit after a step that changes something it sees.
struct Look {
  std::size_t step;
  std::size_t unit;
  bool isVerified; ///< it sees what it sees of the whole plan
  std::vector<Diagnostic> added;
};

/// In the order of the steps.
std::vector<Look> looksAt(const StepTexts &texts, std::size_t steps, const SeenFiles &seen) {
  std::map<std::string, std::vector<std::size_t>> readers;
  for (std::size_t unit = 0; unit < seen.size(); ++unit)
    for (const std::string &file : seen[unit])
      readers[file].push_back(unit);
  std::vector<Look> looks;
  for (std::size_t step = 0; step < steps; ++step) {
    std::set<std::size_t> units;
    for (const std::string &file : texts.filesOf(step))
      units.insert(readers[file].begin(), readers[file].end());
    for (const std::size_t unit : units)
      looks.push_back(
          {step,
           unit,
           std::ranges::all_of(seen[unit],
                               [&](const std::string &file) { return texts.isFinal(step, file); }),
           {}});
  }
  return looks;
}

/// By step the first of the units that are not clean after it; a unit is as it was when last
/// looked at.
std::vector<std::optional<StepFault>> faultsOf(const std::vector<Look> &looks, std::size_t steps,
                                               const std::vector<CompileUnit> &units) {
  std::vector<std::optional<StepFault>> result(steps);
  std::map<std::size_t, const Look *> unclean;
  auto look = looks.begin();
  for (std::size_t step = 0; step < steps; ++step) {
    for (; look != looks.end() && look->step == step; ++look)
      if (look->added.empty())
        unclean.erase(look->unit);
      else
        unclean[look->unit] = &*look;
    if (!unclean.empty())
      result[step] =
          StepFault{units[unclean.begin()->first].file, unclean.begin()->second->added.front()};
  }
  return result;
}

} // namespace

llvm::Expected<std::vector<std::optional<StepFault>>> checkSteps(const Plan &plan,
                                                                 const std::vector<Step> &steps,
                                                                 const PipelineOptions &options,
                                                                 SourceStore &sources) {
  llvm::Expected<Project> project = loadProject(options);
  if (!project)
    return project.takeError();
  const std::vector<CompileUnit> &units = project->database.units;
  std::map<std::string, std::string> old;
  for (const auto &[file, edits] : plan.edits)
    if (auto source = sources.read(file))
      old[file] = source->text;
    else
      return source.takeError();
  const StepTexts texts(plan, steps);
  const SeenFiles seen = editedFilesOf(plan, units, sources);
  std::vector<Look> looks = looksAt(texts, steps.size(), seen);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < looks.size(); ++i)
    if (!looks[i].isVerified)
      open.push_back(i);
  const UnitReader reader(options, project->drivers, sources);
  ParseOptions parsing = reader.parsing();
  parsing.skipSystemBodies = false; // errors inside instantiated templates count
  if (options.ownFlagsOnly)
    parsing.bundledRuntime.clear();
  std::mutex mutex;
  std::size_t done = 0;
  parallelFor(open.size(), options.jobs, [&](std::size_t i) {
    Look &look = looks[open[i]];
    const CompileUnit &unit = units[look.unit];
    Overlay overlay;
    for (const std::string &file : seen[look.unit])
      overlay[file] = texts.after(look.step, file, old.at(file));
    look.added = addedMessages(reader.messages(unit, overlay, parsing).diagnostics,
                               [&] { return reader.messages(unit, {}, parsing).diagnostics; });
    const std::lock_guard lock(mutex);
    if (options.progress)
      options.progress(++done, open.size(), plan.decisions.size(), "verifying parts");
  });
  return faultsOf(looks, steps.size(), units);
}

} // namespace repool
