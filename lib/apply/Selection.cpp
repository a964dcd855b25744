#include "apply/Selection.h"

#include "apply/Parts.h"
#include "plan/Paths.h"

#include <algorithm>

namespace repool {

namespace {

bool isBelow(const std::string &file, const std::string &path) {
  return file == path || path == "/" ||
         (file.size() > path.size() && file.starts_with(path) && file[path.size()] == '/');
}

bool holds(const std::vector<std::string> &words, const std::string &word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool fits(const Decision &site, const Only &only) {
  return (only.codes.empty() || holds(only.codes, site.code)) &&
         (only.drivers.empty() || holds(only.drivers, site.driver)) &&
         (only.paths.empty() ||
          std::any_of(only.paths.begin(), only.paths.end(),
                      [&](const std::string &path) { return isBelow(site.place.file, path); }));
}

std::string placeOf(const Plan &plan, const Decision &site) {
  return relativeToRoot(plan.root, site.place.file) + ":" + std::to_string(site.place.line);
}

} // namespace

Plan restrictedTo(Plan plan, const std::set<std::string> &groups,
                  const std::vector<bool> &decisions) {
  plan.edits = editsOf(plan, groups);
  std::erase_if(plan.groups, [&](const EditGroup &group) { return !groups.contains(group.id); });
  std::erase_if(plan.files,
                [&](const PlannedFile &file) { return !plan.edits.contains(file.path); });
  std::vector<Decision> kept;
  for (std::size_t i = 0; i < plan.decisions.size(); ++i)
    if (decisions[i])
      kept.push_back(std::move(plan.decisions[i]));
  plan.decisions = std::move(kept);
  return plan;
}

std::vector<std::size_t> firstSites(const Plan &plan) {
  std::map<std::string_view, std::size_t> sites;
  for (std::size_t i = 0; i < plan.decisions.size(); ++i)
    if (!plan.decisions[i].group.empty())
      sites.try_emplace(plan.decisions[i].group, i);
  std::vector<std::size_t> result;
  for (const EditGroup &group : plan.groups) {
    const auto site = sites.find(group.id);
    result.push_back(site == sites.end() ? plan.decisions.size() : site->second);
  }
  return result;
}

std::vector<Part> partsInReportOrder(const Plan &plan) {
  const std::vector<std::size_t> sites = firstSites(plan);
  std::vector<Part> parts = partsOf(plan);
  for (Part &part : parts)
    std::sort(part.begin(), part.end(),
              [&](std::size_t a, std::size_t b) { return sites[a] < sites[b]; });
  std::stable_sort(parts.begin(), parts.end(), [&](const Part &a, const Part &b) {
    return sites[a.front()] < sites[b.front()];
  });
  return parts;
}

Plan select(Plan plan, const Only &only) {
  std::vector<bool> wanted;
  std::set<std::string> asked;
  for (const Decision &site : plan.decisions) {
    wanted.push_back(fits(site, only));
    if (wanted.back() && !site.group.empty())
      asked.insert(site.group);
  }
  std::set<std::string> groups;
  std::map<std::string, std::string> because; ///< a group -> one asked for that it changes with
  for (const Part &part : partsInReportOrder(plan)) {
    const auto first = std::find_if(part.begin(), part.end(), [&](std::size_t group) {
      return asked.contains(plan.groups[group].id);
    });
    if (first == part.end())
      continue;
    for (const std::size_t group : part) {
      groups.insert(plan.groups[group].id);
      because[plan.groups[group].id] = plan.groups[*first].id;
    }
  }
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < plan.decisions.size(); ++i) {
    const Decision &site = plan.decisions[i];
    if (wanted[i] || site.group.empty() || !groups.contains(site.group))
      continue;
    wanted[i] = true;
    const std::string &cause = because[site.group];
    notes.push_back(placeOf(plan, site) +
                    ": --only does not name it, but it changes together with " +
                    (cause == site.group ? "another open of its connection" : cause));
  }
  const auto left = static_cast<std::size_t>(std::count(wanted.begin(), wanted.end(), false));
  if (left > 0)
    notes.push_back(std::to_string(left) + (left == 1 ? " site is" : " sites are") +
                    " not listed, because of --only");
  plan.notes.insert(plan.notes.end(), notes.begin(), notes.end());
  return restrictedTo(std::move(plan), groups, wanted);
}

First firstOf(Plan plan, std::size_t limit) {
  std::set<std::string> groups;
  First result;
  for (const Part &part : partsInReportOrder(plan)) {
    if (groups.size() + part.size() > limit) {
      if (groups.empty())
        result.tooMany = part.size();
      break;
    }
    for (const std::size_t group : part)
      groups.insert(plan.groups[group].id);
  }
  result.left = plan.groups.size() - groups.size();
  std::vector<bool> kept;
  kept.reserve(plan.decisions.size());
  for (const Decision &site : plan.decisions)
    kept.push_back(site.group.empty() || groups.contains(site.group));
  result.plan = restrictedTo(std::move(plan), groups, kept);
  return result;
}

} // namespace repool
