#include "merge/Merge.h"

#include "edit/Includes.h"

#include <algorithm>
#include <set>

namespace repool {

namespace {

struct Owned {
  const Edit *edit;
  const EditGroup *group;
};

/// Equal replacements are one edit; equal insertions would be said twice and are a conflict.
bool conflict(const Edit &a, const Edit &b) {
  if (a == b && !a.span.empty())
    return false;
  return a.span.overlaps(b.span) ||
         (a.span.begin == b.span.begin && a.span.empty() && b.span.empty());
}

std::set<const EditGroup *> conflicting(const std::map<std::string, std::vector<Owned>> &files,
                                        std::vector<Conflict> &out) {
  std::set<const EditGroup *> bad;
  auto blame = [&](const EditGroup *group, const EditGroup *other) {
    if (bad.insert(group).second)
      out.push_back(
          {group->id, {"RP602", "it conflicts with the rewrite of " + other->id, "", {}}});
  };
  for (const auto &[file, edits] : files)
    for (std::size_t i = 0; i < edits.size(); ++i)
      for (std::size_t k = i + 1;
           k < edits.size() && edits[k].edit->span.begin <= edits[i].edit->span.end; ++k)
        if (edits[i].group != edits[k].group && conflict(*edits[i].edit, *edits[k].edit)) {
          blame(edits[i].group, edits[k].group);
          blame(edits[k].group, edits[i].group);
        }
  return bad;
}

std::vector<std::string> clientHeadersOf(const std::string &header,
                                         std::span<const DriverSpec> drivers) {
  for (const DriverSpec &driver : drivers)
    if (driver.header == header)
      return driver.clientHeaders;
  return {};
}

bool byPlace(const Edit &a, const Edit &b) {
  return a.span < b.span;
}

} // namespace

Merged mergeGroups(const std::vector<const EditGroup *> &groups,
                   const std::function<std::string_view(const std::string &)> &textOf,
                   std::span<const DriverSpec> drivers) {
  std::map<std::string, std::vector<Owned>> files;
  for (const EditGroup *group : groups)
    for (const Edit &edit : group->edits)
      files[edit.file].push_back({&edit, group});
  for (auto &[file, edits] : files)
    std::stable_sort(edits.begin(), edits.end(), [](const Owned &a, const Owned &b) {
      return std::tie(a.edit->span, a.group->id) < std::tie(b.edit->span, b.group->id);
    });
  Merged merged;
  const std::set<const EditGroup *> bad = conflicting(files, merged.conflicts);
  std::set<IncludeEdit> includes;
  for (const EditGroup *group : groups)
    if (!bad.contains(group))
      includes.insert(group->includes.begin(), group->includes.end());
  for (const auto &[file, edits] : files)
    for (const Owned &owned : edits)
      if (auto &list = merged.edits[file];
          !bad.contains(owned.group) && (list.empty() || list.back() != *owned.edit))
        list.push_back(*owned.edit);
  for (const IncludeEdit &include : includes)
    if (auto edit = includeEdit(include.file, textOf(include.file), include.header,
                                clientHeadersOf(include.header, drivers)))
      merged.edits[include.file].push_back(std::move(*edit));
  std::erase_if(merged.edits, [](const auto &entry) { return entry.second.empty(); });
  for (auto &[file, edits] : merged.edits)
    std::stable_sort(edits.begin(), edits.end(), byPlace);
  return merged;
}

} // namespace repool
