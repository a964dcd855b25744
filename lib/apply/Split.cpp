#include "apply/Split.h"

#include "apply/Selection.h"
#include "plan/Paths.h"

#include <algorithm>
#include <functional>

namespace repool {

namespace {

/// One step per name; groups ascending.
std::vector<Step> split(const Plan &plan,
                        const std::function<std::string(const Decision &)> &nameOf) {
  const std::vector<std::size_t> sites = firstSites(plan);
  std::vector<Step> steps;
  std::map<std::string, std::size_t> known;
  for (const std::vector<std::size_t> &part : partsInReportOrder(plan)) {
    const std::size_t site = sites[part.front()];
    const std::string name = site < plan.decisions.size() ? nameOf(plan.decisions[site]) : "";
    const auto [step, isNew] = known.try_emplace(name, steps.size());
    if (isNew)
      steps.push_back({name, {}});
    std::vector<std::size_t> &groups = steps[step->second].groups;
    groups.insert(groups.end(), part.begin(), part.end());
  }
  for (Step &step : steps)
    std::sort(step.groups.begin(), step.groups.end());
  return steps;
}

} // namespace

std::vector<Step> splitByDirectory(const Plan &plan) {
  return split(plan, [&](const Decision &site) {
    const std::string file = relativeToRoot(plan.root, site.place.file);
    const std::size_t slash = file.rfind('/');
    return slash == std::string::npos ? std::string(".")
                                      : file.substr(0, std::max<std::size_t>(slash, 1));
  });
}

std::vector<Step> splitByOwner(const Plan &plan, const CodeOwners &owners,
                               const std::string &tree) {
  return split(plan, [&](const Decision &site) {
    const std::string name = owners.ownersOf(relativeToRoot(tree, site.place.file));
    return name.empty() ? std::string("files without an owner") : name;
  });
}

std::vector<Step> splitBySite(const Plan &plan) {
  return split(plan, [&](const Decision &site) {
    return relativeToRoot(plan.root, site.place.file) + ":" + std::to_string(site.place.line) +
           ":" + std::to_string(site.place.column);
  });
}

} // namespace repool
