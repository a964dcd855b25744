#include "apply/Commits.h"

#include "apply/Command.h"
#include "apply/CommitMessage.h"
#include "apply/GitTree.h"
#include "apply/Move.h"
#include "apply/Prepare.h"
#include "apply/Recover.h"

#include <algorithm>
#include <set>

namespace repool {

namespace {

class Commits {
public:
  Commits(const Plan &plan, const std::vector<Step> &steps, FileOps &ops, Journal &journal,
          GitTree &tree, std::string base)
      : plan_(plan), steps_(steps), texts_(plan, steps), ops_(ops), journal_(journal), tree_(tree),
        base_(base), parent_(std::move(base)) {}

  /// Of files as they are before all steps.
  void start(std::vector<Change> changes);
  /// The id of the commit of \p step.
  llvm::Expected<std::string> make(std::size_t step);

private:
  std::vector<Change> changesOf(std::size_t step);
  llvm::Expected<std::string> commit(std::size_t step, const Run &run);

  const Plan &plan_;
  const std::vector<Step> &steps_;
  StepTexts texts_;
  FileOps &ops_;
  Journal &journal_;
  GitTree &tree_;
  std::string base_, parent_;
  std::string lastRun_;                 ///< of the commit before
  std::string noted_;                   ///< the commit that is being made, once the journal has it
  std::map<std::string, Change> files_; ///< by planned path; the new side is what is there now
  std::map<std::string, std::string> old_; ///< before all steps
};

void Commits::start(std::vector<Change> changes) {
  for (Change &change : changes) {
    old_[change.planned] = change.oldBytes;
    change.newBytes = std::move(change.oldBytes);
    change.file.newHash = change.file.oldHash;
    files_[change.planned] = std::move(change);
  }
}

/// The files that \p step changes, from what is there now.
std::vector<Change> Commits::changesOf(std::size_t step) {
  std::vector<Change> changes;
  for (const std::string &path : texts_.filesOf(step)) {
    const auto file = files_.find(path);
    if (file == files_.end()) // its edits leave it as it is
      continue;
    Change &change = file->second;
    std::string text = texts_.after(step, path, old_[path]);
    if (text == change.newBytes)
      continue;
    change.oldBytes = std::move(change.newBytes);
    change.newBytes = std::move(text);
    change.file.oldHash = change.file.newHash;
    change.file.newHash = hashOf(change.newBytes);
    changes.push_back(change);
  }
  return changes;
}

/// Files, commit, branch; an error leaves \p run for the caller to take back, unless it is held.
llvm::Expected<std::string> Commits::commit(std::size_t step, const Run &run) {
  if (llvm::Error error = moveAll(journal_, ops_, run, Side::New, Edited::Refuse))
    return error;
  std::vector<std::string> files;
  for (const ManifestFile &file : run.files)
    files.push_back(file.path);
  auto id = tree_.makeCommit(parent_, files, commitMessage(plan_, steps_, step, base_));
  if (!id)
    return id;
  if (llvm::Error error = journal_.setCommits(run, {base_, *id}))
    return error;
  noted_ = *id;
  if (llvm::Error error = tree_.moveTo(*id))
    return error;
  return id;
}

llvm::Expected<std::string> Commits::make(std::size_t step) {
  const HeldSignals whole;
  noted_.clear();
  const std::vector<Change> changes = changesOf(step);
  if (changes.empty())
    return std::string();
  auto run = journal_.begin(changes, RunState::Committing);
  if (!run)
    return run.takeError();
  auto id = commit(step, *run);
  if (!id) {
    llvm::Error why = id.takeError();
    auto isMade = noted_.empty() ? llvm::Expected<bool>(false) : tree_.holds(noted_);
    if (isMade && !*isMade)
      return takenBack(journal_, ops_, *run, std::move(why));
    llvm::consumeError(isMade.takeError());
    return why; // the journal has what recovery needs to finish it
  }
  parent_ = *id;
  // From here on recovery would do the rest: the next run of any command that writes does.
  if (llvm::Error error = journal_.setState(*run, RunState::Committed))
    return error;
  if (!lastRun_.empty())
    llvm::consumeError(journal_.discard(lastRun_)); // undo asks the last one only
  lastRun_ = run->id;
  return id;
}

llvm::Error inPart(std::size_t step, const std::vector<Step> &steps, llvm::Error error) {
  return llvm::createStringError(
      std::make_error_code(std::errc::operation_canceled),
      "part " + std::to_string(step + 1) + " of " + std::to_string(steps.size()) + " (" +
          steps[step].name + "): " + llvm::toString(std::move(error)) +
          (step == 0 ? "" : "; the commits of the parts before it stay, the same command goes on"));
}

std::vector<std::string> editedFiles(const Plan &plan) {
  std::vector<std::string> files;
  for (const auto &[file, edits] : plan.edits)
    if (!edits.empty())
      files.push_back(file);
  return files;
}

std::vector<std::string> headersOf(const Plan &plan) {
  std::set<std::string> headers;
  for (const EditGroup &group : plan.groups)
    for (const IncludeEdit &include : group.includes)
      headers.insert(include.header);
  return {headers.begin(), headers.end()};
}

} // namespace

llvm::Expected<CommitsResult> applyInCommits(const Plan &plan, const std::vector<Step> &steps,
                                             const ApplyOptions &options, FileOps &ops,
                                             const std::function<void(const MadeCommit &)> &made) {
  CommitsResult result;
  auto note = recover(plan.root, options, ops); // what it puts back would count as a change
  if (!note)
    return note.takeError();
  result.note = std::move(*note);
  auto tree = GitTree::open(plan.root);
  if (!tree)
    return tree.takeError();
  if (llvm::Error error = tree->accept(editedFiles(plan), headersOf(plan)))
    return error;
  auto head = tree->head();
  if (!head)
    return head.takeError();
  result.base = *head;
  ApplyOptions clean = options;
  clean.allowDirty = true; // it has just been asked, more strictly
  Journal journal(journalDirectory(plan.root, options), ops);
  auto prepared = prepare(plan, clean, journal, ops);
  if (!prepared)
    return prepared.takeError();
  Commits commits(plan, steps, ops, journal, *tree, *head);
  commits.start(std::move(prepared->changes));
  for (std::size_t step = 0; step < steps.size(); ++step) {
    auto id = commits.make(step);
    if (!id)
      return inPart(step, steps, id.takeError());
    if (id->empty())
      continue;
    result.commits.push_back({*id, steps[step].name, steps[step].groups.size()});
    made(result.commits.back());
  }
  return result;
}

} // namespace repool
