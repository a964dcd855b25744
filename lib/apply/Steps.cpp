#include "apply/Steps.h"

#include <algorithm>
#include <set>

namespace repool {

namespace {

/// What is earlier of \p step and what is known of \p key.
template <class Map, class Key> void note(Map &map, const Key &key, std::size_t step) {
  auto [known, isNew] = map.try_emplace(key, step);
  known->second = std::min(known->second, step);
}

} // namespace

StepTexts::StepTexts(const Plan &plan, const std::vector<Step> &steps) : files_(steps.size()) {
  std::vector<std::size_t> stepOf(plan.groups.size(), Never);
  for (std::size_t step = 0; step < steps.size(); ++step)
    for (const std::size_t group : steps[step].groups)
      stepOf[group] = step;
  std::map<Edit, std::size_t> edits;
  std::map<std::string, std::map<std::string, std::size_t>> includes; ///< by file: header -> step
  for (std::size_t i = 0; i < plan.groups.size(); ++i) {
    for (const Edit &edit : plan.groups[i].edits)
      note(edits, edit, stepOf[i]);
    for (const IncludeEdit &include : plan.groups[i].includes)
      note(includes[include.file], include.header, stepOf[i]);
  }
  for (const auto &[file, all] : plan.edits) {
    std::set<std::size_t> changes;
    for (const Edit &edit : all) {
      std::size_t step = Never;
      if (const auto own = edits.find(edit); own != edits.end())
        step = own->second;
      else // what no group has is an include, which merging made once for all that want it
        for (const auto &[header, first] : includes[file])
          if (edit.text.find("<" + header + ">") != std::string::npos)
            step = std::min(step, first);
      edits_[file].push_back({&edit, step});
      changes.insert(step);
    }
    for (const std::size_t step : changes)
      if (step != Never)
        files_[step].push_back(file);
  }
}

std::string StepTexts::after(std::size_t step, const std::string &file,
                             std::string_view old) const {
  std::vector<Edit> edits;
  if (const auto all = edits_.find(file); all != edits_.end())
    for (const Since &since : all->second)
      if (since.step <= step)
        edits.push_back(*since.edit);
  return applyEdits(old, edits);
}

bool StepTexts::isFinal(std::size_t step, const std::string &file) const {
  const auto all = edits_.find(file);
  return all == edits_.end() || std::all_of(all->second.begin(), all->second.end(),
                                            [&](const Since &since) { return since.step <= step; });
}

} // namespace repool
