#include "apply/Parts.h"

#include <algorithm>
#include <numeric>

namespace repool {

namespace {

/// Sets that grow together.
class Joined {
public:
  explicit Joined(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }

  std::size_t of(std::size_t one) const {
    while (parent_[one] != one)
      one = parent_[one];
    return one;
  }

  /// The smaller stands for both.
  void join(std::size_t a, std::size_t b) {
    const std::size_t first = std::min(of(a), of(b));
    parent_[std::max(of(a), of(b))] = first;
  }

private:
  std::vector<std::size_t> parent_;
};

struct Owned {
  const Edit *edit;
  std::size_t group;
};

bool touch(const Edit &a, const Edit &b) {
  return a.file == b.file && (a.span == b.span || a.span.overlaps(b.span));
}

bool namesHeader(const Edit &edit, const std::string &header) {
  return edit.text.find("<" + header + ">") != std::string::npos;
}

} // namespace

std::vector<Part> partsOf(const Plan &plan) {
  std::vector<Owned> edits;
  for (std::size_t i = 0; i < plan.groups.size(); ++i)
    for (const Edit &edit : plan.groups[i].edits)
      edits.push_back({&edit, i});
  std::sort(edits.begin(), edits.end(), [](const Owned &a, const Owned &b) {
    return std::tie(*a.edit, a.group) < std::tie(*b.edit, b.group);
  });
  Joined joined(plan.groups.size());
  for (std::size_t i = 1; i < edits.size(); ++i)
    if (touch(*edits[i - 1].edit, *edits[i].edit))
      joined.join(edits[i - 1].group, edits[i].group);
  std::map<std::size_t, Part> parts;
  for (std::size_t i = 0; i < plan.groups.size(); ++i)
    parts[joined.of(i)].push_back(i);
  std::vector<Part> result;
  result.reserve(parts.size());
  for (auto &[first, part] : parts)
    result.push_back(std::move(part));
  return result;
}

std::map<std::string, std::vector<Edit>> editsOf(const Plan &plan,
                                                 const std::set<std::string> &groups) {
  std::set<Edit> all;
  std::set<Edit> wanted;
  std::set<IncludeEdit> includes;
  for (const EditGroup &group : plan.groups) {
    all.insert(group.edits.begin(), group.edits.end());
    if (!groups.contains(group.id))
      continue;
    wanted.insert(group.edits.begin(), group.edits.end());
    includes.insert(group.includes.begin(), group.includes.end());
  }
  // What no group has is an include, which merging made once for all that want it.
  const auto isWanted = [&](const Edit &edit) {
    if (all.contains(edit))
      return wanted.contains(edit);
    return std::any_of(includes.begin(), includes.end(), [&](const IncludeEdit &include) {
      return include.file == edit.file && namesHeader(edit, include.header);
    });
  };
  std::map<std::string, std::vector<Edit>> result;
  for (const auto &[file, edits] : plan.edits)
    for (const Edit &edit : edits)
      if (isWanted(edit))
        result[file].push_back(edit);
  return result;
}

Plan without(Plan plan, const LeftOut &left) {
  std::set<std::string> kept;
  for (const EditGroup &group : plan.groups)
    if (!left.contains(group.id))
      kept.insert(group.id);
  plan.edits = editsOf(plan, kept);
  std::erase_if(plan.groups, [&](const EditGroup &group) { return left.contains(group.id); });
  std::erase_if(plan.files,
                [&](const PlannedFile &file) { return !plan.edits.contains(file.path); });
  for (Decision &decision : plan.decisions) {
    const auto problem = left.find(decision.group);
    if (decision.group.empty() || problem == left.end())
      continue;
    decision.verdict = findReason(problem->second.code)->verdict;
    decision.strategy = Strategy::None;
    decision.code = problem->second.code;
    decision.reason = problem->second.message;
    decision.hint = problem->second.hint;
    decision.group.clear();
  }
  return plan;
}

} // namespace repool
