/// \file
/// Entries after the last turn -> the plan, and what it notes besides.
#include "pipeline/Planner.h"

#include <algorithm>

namespace repool {

Plan Planner::finish() {
  Plan plan;
  plan.toolVersion = options_.toolVersion;
  plan.root = options_.root;
  for (const Entry &entry : entries_)
    for (const Open &open : entry.handle->opens) {
      Decision decision{.place = open.place,
                        .driver = entry.handle->driver,
                        .function = entry.handle->function,
                        .verdict = entry.ruling.verdict,
                        .strategy = entry.ruling.strategy,
                        .code = entry.ruling.reason.code,
                        .reason = entry.ruling.reason.message,
                        .hint = entry.ruling.reason.hint,
                        .facts = entry.ruling.facts};
      if (decision.verdict == Verdict::Rewritten)
        decision.group = entry.id;
      plan.decisions.push_back(std::move(decision));
    }
  std::stable_sort(plan.decisions.begin(), plan.decisions.end(),
                   [](const Decision &a, const Decision &b) { return a.place < b.place; });
  for (const EditGroup *group : groups())
    plan.groups.push_back(*group);
  std::sort(plan.groups.begin(), plan.groups.end());
  plan.edits = std::move(merged_.edits);
  for (const auto &[file, edits] : plan.edits)
    if (auto source = sources_.read(file))
      plan.files.push_back({file, source->sha256, source->text.size()});
    else
      llvm::consumeError(source.takeError());
  notes(plan);
  for (const TuFacts &unit : facts_) {
    if (unit.failure)
      plan.units.failed.push_back({unit.unit, *unit.failure});
    else
      ++plan.units.parsed;
  }
  return plan;
}

void Planner::notes(Plan &plan) {
  plan.notes.insert(plan.notes.end(), schemaNotes_.begin(), schemaNotes_.end());
  for (const InactiveMention &mention : program_.inactive)
    plan.notes.push_back(relative(mention.place.file) + ":" + std::to_string(mention.place.line) +
                         ": an inactive #if branch names '" + mention.token +
                         "'; it was not looked at");
  const auto outside = std::ranges::count_if(
      database_.units, [&](const CompileUnit &unit) { return relative(unit.file) == unit.file; });
  if (outside > 0)
    plan.notes.push_back(std::to_string(outside) + (outside == 1 ? " unit is" : " units are") +
                         " outside the project '" + options_.root +
                         "'; sites there were not looked for (--root widens it)");
  std::vector<const Entry *> borrowers;
  const std::vector<Nesting> nested = nestingsOf(borrowers);
  for (std::size_t i = 0; i < nested.size(); ++i)
    if (const Place &place = borrowers[i]->handle->opens.front().place; !nested[i].chain.empty())
      plan.notes.push_back(relative(place.file) + ":" + std::to_string(place.line) +
                           ": another connection is borrowed while this one is held, " +
                           std::to_string(nested[i].depth) + " at once: " + nested[i].chain);
  for (const Entry &entry : entries_)
    if (entry.ruling.strategy == Strategy::Lease)
      for (const Problem &leak : entry.handle->againstPair)
        if (leak.code == "RP303")
          plan.notes.push_back(relative(leak.place.file) + ":" + std::to_string(leak.place.line) +
                               ": " + leak.message + "; the lease mends it");
}

} // namespace repool
