#include "pipeline/Pipeline.h"

#include "pipeline/Finding.h"
#include "pipeline/Planner.h"

namespace repool {

llvm::Expected<Plan> makePlan(const PipelineOptions &options, SourceStore &sources) {
  llvm::Expected<Project> project = loadProject(options);
  if (!project)
    return project.takeError();
  UnitReader reader(options, project->drivers, sources);
  const Found found = findSites(*project, options, reader, sources);
  Planner planner(options, project->drivers, project->database, found.filtered.parse, found.facts,
                  reader, sources);
  llvm::Expected<Plan> plan = planner.run();
  if (!plan)
    return plan.takeError();
  plan->units.skipped = found.filtered.skipped;
  plan->units.skipped.insert(plan->units.skipped.end(), project->ownUnits.begin(),
                             project->ownUnits.end());
  for (const std::string &missing : project->database.missing)
    plan->units.failed.push_back({missing, "the file does not exist"});
  return plan;
}

} // namespace repool
