#include "pipeline/Planner.h"

#include "decide/HeldForks.h"
#include "plan/Paths.h"
#include "project/Prefilter.h"

#include <algorithm>
#include <set>

namespace repool {

Planner::Planner(const PipelineOptions &options, const std::vector<DriverSpec> &drivers,
                 const CompileDatabase &database, const std::vector<std::size_t> &parsed,
                 const std::vector<TuFacts> &facts, UnitReader &reader, SourceStore &sources)
    : options_(options), drivers_(drivers), database_(database), parsed_(parsed), facts_(facts),
      reader_(reader), sources_(sources) {}

llvm::Expected<Plan> Planner::run() {
  collect();
  for (Entry &entry : entries_)
    decideEntry(entry);
  refuseWhatIsHeld();
  ParseOptions parsing = reader_.parsing();
  if (options_.ownFlagsOnly)
    parsing.bundledRuntime.clear();
  Verifier verifier(
      database_.units, parsing,
      [this](const CompileUnit &unit, const Overlay &overlay, const ParseOptions &asked) {
        return reader_.messages(unit, overlay, asked);
      },
      [this](const std::vector<const EditGroup *> &some) { return overlayOf(some); },
      options_.jobs);
  if (options_.progress)
    verifier.progress = [this](std::size_t done, std::size_t all) {
      options_.progress(done, all, program_.handles.size(), "verifying");
    };
  for (std::size_t i = 0; i < parsed_.size(); ++i)
    verifier.setBaseline(parsed_[i], facts_[i].diagnostics);
  for (bool clean = false; !clean;) {
    while (resolveConflicts()) {
    }
    if (!options_.verify)
      break;
    llvm::Expected<bool> turn = verifyTurn(verifier);
    if (!turn)
      return turn.takeError();
    clean = *turn;
  }
  Plan plan = finish();
  plan.bundledRuntime = usedBundled_;
  if (plan.bundledRuntime)
    plan.notes.push_back(
        "the build does not reach <repool/...> yet; verified with the bundled copy. Run "
        "'repool init' before 'repool apply'");
  return plan;
}

std::string Planner::relative(const std::string &path) const {
  return relativeToRoot(options_.root, path);
}

std::string_view Planner::textOf(const std::string &file) {
  auto source = sources_.read(file);
  if (source)
    return source->text;
  llvm::consumeError(source.takeError()); // decideEntry has refused unreadable files
  return "";
}

/// Of the entries that borrow, which \p borrowers receives.
std::vector<Nesting> Planner::nestingsOf(std::vector<const Entry *> &borrowers) const {
  std::vector<const Handle *> handles;
  for (const Entry &entry : entries_)
    if (entry.ruling.verdict == Verdict::Rewritten) {
      borrowers.push_back(&entry);
      handles.push_back(entry.handle);
    }
  return nestings(handles, program_.calls);
}

/// What borrows while another borrow, or a fork, happens.
void Planner::refuseWhatIsHeld() {
  std::vector<const Entry *> borrowers;
  const std::vector<Nesting> found = nestingsOf(borrowers);
  std::map<const Handle *, Problem> refused;
  for (std::size_t i = 0; i < found.size(); ++i)
    if (auto problem = whyTooDeep(*borrowers[i]->handle, found[i]))
      refused.emplace(borrowers[i]->handle, std::move(*problem));
    else if (auto forked = whyForked(*borrowers[i]->handle, program_.calls))
      refused.emplace(borrowers[i]->handle, std::move(*forked));
  for (Entry &entry : entries_)
    if (const auto problem = refused.find(entry.handle); problem != refused.end()) {
      entry.outside.push_back(problem->second);
      decideEntry(entry);
    }
}

std::vector<const EditGroup *> Planner::groups() const {
  std::vector<const EditGroup *> result;
  for (const Entry &entry : entries_)
    if (entry.ruling.verdict == Verdict::Rewritten)
      result.push_back(&entry.group);
  return result;
}

Overlay Planner::overlayOf(const std::vector<const EditGroup *> &some) {
  Overlay overlay;
  const Merged merged =
      mergeGroups(some, [this](const std::string &file) { return textOf(file); }, drivers_);
  for (const auto &[file, edits] : merged.edits)
    overlay[file] = applyEdits(textOf(file), edits);
  return overlay;
}

bool Planner::ban(const std::string &group, const Problem &problem) {
  for (Entry &entry : entries_)
    if (entry.id == group && entry.ruling.verdict == Verdict::Rewritten) {
      entry.banned[entry.ruling.strategy] = problem;
      decideEntry(entry);
      return true;
    }
  return false;
}

/// True if something changed and must be merged again.
bool Planner::resolveConflicts() {
  merged_ =
      mergeGroups(groups(), [this](const std::string &file) { return textOf(file); }, drivers_);
  bool changed = false;
  for (const Conflict &conflict : merged_.conflicts)
    changed |= ban(conflict.group, conflict.problem);
  return refuseTorn() || changed;
}

/// Handles that can only change together are all rewritten, or none is. True if one was refused.
bool Planner::refuseTorn() {
  std::map<const Handle *, const Entry *> byHandle;
  for (const Entry &entry : entries_)
    byHandle[entry.handle] = &entry;
  std::map<std::string, Problem> torn;
  for (const Entry &entry : entries_)
    for (const Handle *member : entry.ruling.members)
      if (const auto other = byHandle.find(member);
          entry.ruling.verdict == Verdict::Rewritten && other != byHandle.end() &&
          other->second->ruling.verdict != Verdict::Rewritten)
        torn.try_emplace(entry.id,
                         Problem{"RP227",
                                 "what changes with it at " + other->second->id +
                                     " must stay: " + other->second->ruling.reason.message,
                                 "", entry.handle->opens.front().place});
  for (const auto &[id, problem] : torn)
    ban(id, problem);
  return !torn.empty();
}

/// Fills `seenBy_` for what \p groups edit.
void Planner::lookWhoSees(const std::vector<const EditGroup *> &groups) {
  std::set<std::string> unknown;
  for (const EditGroup *group : groups)
    for (const Edit &edit : group->edits)
      if (!seenBy_.contains(edit.file))
        unknown.insert(edit.file);
  if (unknown.empty())
    return;
  const std::vector<std::string> files(unknown.begin(), unknown.end());
  const auto mayInclude = unitsThatMayInclude(database_.units, files, options_.root, sources_);
  const std::set<std::size_t> parsed(parsed_.begin(), parsed_.end());
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::vector<std::size_t> &units = seenBy_[files[i]];
    units = unitsOfFile_[files[i]];
    // Units that were not parsed may include an edited header too.
    std::ranges::copy_if(mayInclude[i], std::back_inserter(units),
                         [&](std::size_t unit) { return !parsed.contains(unit); });
  }
}

std::vector<std::vector<const EditGroup *>> Planner::affected() {
  std::vector<std::vector<const EditGroup *>> result(database_.units.size());
  const std::vector<const EditGroup *> all = groups();
  lookWhoSees(all);
  for (const EditGroup *group : all)
    for (const Edit &edit : group->edits)
      for (std::size_t unit : seenBy_[edit.file])
        if (auto &list = result[unit]; list.empty() || list.back() != group)
          list.push_back(group);
  // A unit that does not parse proves nothing: it is counted and listed, and its includers are too.
  for (std::size_t i = 0; i < parsed_.size(); ++i)
    if (facts_[i].failure)
      result[parsed_[i]].clear();
  for (std::size_t unit = 0; unit < verified_.size(); ++unit)
    if (!verified_[unit])
      result[unit].clear();
  return result;
}

/// True if nothing was refused.
llvm::Expected<bool> Planner::verifyTurn(Verifier &verifier) {
  const VerifyResult result = verifier.run(affected());
  if (!result.missingHeader.empty())
    return llvm::createStringError(std::errc::no_such_file_or_directory,
                                   "%s does not reach <repool/...> with its own flags; run 'repool "
                                   "init' and add the lines it prints to the build",
                                   relative(result.missingHeader).c_str());
  usedBundled_ = result.usedBundledRuntime;
  bool changed = false;
  for (const Fault &fault : result.faults)
    changed |= ban(fault.group, {"RP601",
                                 "the rewrite would add: " + fault.first.message + " (" +
                                     relative(fault.first.place.file) + ":" +
                                     std::to_string(fault.first.place.line) + ")",
                                 "", fault.first.place});
  return !changed;
}

} // namespace repool
