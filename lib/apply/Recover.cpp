#include "apply/Recover.h"

#include "apply/GitTree.h"
#include "apply/Move.h"

#include <filesystem>

namespace repool {

std::string journalDirectory(const std::string &root, const ApplyOptions &options) {
  if (!options.journalDirectory.empty())
    return options.journalDirectory;
  return root + (root.ends_with('/') ? "" : "/") + ".repool";
}

std::string filesHave(std::size_t count) {
  return count == 1 ? "its file has" : "all its " + std::to_string(count) + " files have";
}

ApplyResult resultOf(const Run &run) {
  ApplyResult result;
  result.run = run.id;
  for (const ManifestFile &file : run.files)
    if (file.isChanged())
      result.files.push_back(file.path);
  return result;
}

namespace {

/// A run that was going to new: finished if only the last mark is missing, else taken back.
llvm::Expected<Recovery> recoverWriting(Journal &journal, FileOps &ops, const Run &run) {
  auto isNew = areAll(ops, run, Side::New);
  if (!isNew)
    return isNew.takeError();
  Recovery recovery;
  recovery.sentence =
      "run " + run.id + " was interrupted while writing: " + filesHave(run.files.size());
  if (*isNew) {
    if (llvm::Error error = moveAll(journal, ops, run, Side::New, Edited::Refuse))
      return error; // modes and temporary files
    if (llvm::Error error = journal.setState(run, RunState::Written))
      return error;
    recovery.sentence += " the new text, so it is complete";
    return recovery;
  }
  if (llvm::Error error = moveAll(journal, ops, run, Side::Old, Edited::Refuse))
    return error;
  if (llvm::Error error = journal.discard(run.id))
    return error;
  recovery.sentence += " the old text again";
  recovery.restored = resultOf(run);
  return recovery;
}

/// \p what was interrupted: all goes to old.
llvm::Expected<Recovery> takeBack(Journal &journal, FileOps &ops, const Run &run,
                                  const std::string &what) {
  if (llvm::Error error = moveAll(journal, ops, run, Side::Old, Edited::Refuse))
    return error;
  if (llvm::Error error = journal.discard(run.id))
    return error;
  Recovery recovery;
  recovery.restored = resultOf(run);
  const std::size_t count = recovery.restored->files.size();
  recovery.sentence =
      what + ": " + (count == 0 ? "no file was changed" : filesHave(count) + " the old text again");
  return recovery;
}

/// A commit that was about to be made, or just was.
llvm::Expected<Recovery> recoverCommit(Journal &journal, FileOps &ops, const Run &run) {
  auto commits = journal.commits(run.id);
  if (!commits)
    return commits.takeError();
  const std::string before = "run " + run.id + " was interrupted before its commit";
  if (!*commits)
    return takeBack(journal, ops, run, before);
  const std::string last = (*commits)->last;
  auto tree = GitTree::open(std::filesystem::path(run.files.front().path).parent_path().string());
  if (!tree)
    return tree.takeError();
  auto isMade = tree->holds(last);
  if (!isMade)
    return isMade.takeError();
  if (!*isMade)
    return takeBack(journal, ops, run, before);
  if (llvm::Error error = tree->finishIndex(last))
    return error;
  if (llvm::Error error = journal.setState(run, RunState::Committed))
    return error;
  return Recovery{"run " + run.id + " was interrupted after its commit " + last.substr(0, 12) +
                      ", which is complete",
                  std::nullopt};
}

llvm::Expected<Recovery> recoverRun(Journal &journal, FileOps &ops, const std::string &id) {
  auto state = journal.state(id);
  if (!state)
    return state.takeError();
  if (*state == RunState::Written || *state == RunState::Committed)
    return Recovery();
  if (*state == RunState::None) {
    if (llvm::Error error = journal.discard(id))
      return error;
    return Recovery{"run " + id + " left a journal but no unfinished file: removed the journal",
                    std::nullopt};
  }
  auto run = journal.read(id);
  if (!run)
    return run.takeError();
  if (*state == RunState::Committing)
    return recoverCommit(journal, ops, *run);
  if (*state == RunState::Trying)
    return takeBack(journal, ops, *run,
                    "run " + id + " was interrupted while its check command ran");
  return *state == RunState::Writing
             ? recoverWriting(journal, ops, *run)
             : takeBack(journal, ops, *run,
                        "the undo of run " + id + " was interrupted and is now complete");
}

} // namespace

llvm::Expected<Recovery> recoverRuns(Journal &journal, FileOps &ops) {
  auto ids = journal.runs();
  if (!ids)
    return ids.takeError();
  Recovery all;
  // Newest first: an older run's files may be the newer one's old text.
  for (auto id = ids->rbegin(); id != ids->rend(); ++id) {
    auto one = recoverRun(journal, ops, *id);
    if (!one)
      return one.takeError();
    if (!one->sentence.empty())
      all.sentence += (all.sentence.empty() ? "" : "; ") + one->sentence;
    if (one->restored && !all.restored)
      all.restored = std::move(one->restored);
  }
  return all;
}

llvm::Expected<std::string> unendedRun(const std::string &root, FileOps &ops) {
  Journal journal(journalDirectory(root, {}), ops);
  auto ids = journal.runs(); // none if there is no journal
  if (!ids)
    return ids.takeError();
  for (const std::string &id : *ids) {
    auto state = journal.state(id);
    if (!state)
      return state.takeError();
    // None: no file is touched yet.
    if (*state != RunState::None && *state != RunState::Written && *state != RunState::Committed)
      return id;
  }
  return std::string();
}

llvm::Expected<std::string> recover(const std::string &root, const ApplyOptions &options,
                                    FileOps &ops) {
  Journal journal(journalDirectory(root, options), ops);
  auto exists = journal.exists();
  if (!exists)
    return exists.takeError();
  if (!*exists)
    return std::string();
  auto lock = journal.open();
  if (!lock)
    return lock.takeError();
  auto recovery = recoverRuns(journal, ops);
  if (!recovery)
    return recovery.takeError();
  return recovery->sentence;
}

} // namespace repool
