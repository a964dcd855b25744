#include "apply/Apply.h"
#include "apply/Move.h"
#include "apply/Recover.h"
#include "plan/Paths.h"

namespace repool {

namespace {

llvm::Error nothingToUndo(const std::string &root) {
  return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                 "nothing to undo: no run of repool apply is left in " + root);
}

/// Older runs stay as they are: what came after them is built on their text.
llvm::Error isCommitted(Journal &journal, const std::string &id) {
  auto commits = journal.commits(id);
  if (!commits)
    return commits.takeError();
  const std::string range =
      *commits ? " " + (*commits)->base.substr(0, 12) + ".." + (*commits)->last.substr(0, 12) : "";
  return llvm::createStringError(
      std::make_error_code(std::errc::operation_not_permitted),
      "the last apply made git commits, so git takes it back: git revert --no-edit" + range +
          "; nothing was written");
}

/// Names the files that are not as \p run left them.
llvm::Error refuseEdited(const std::string &root, FileOps &ops, const Run &run) {
  std::string names;
  for (const ManifestFile &file : run.files) {
    if (!file.isChanged())
      continue;
    auto now = ops.read(file.path);
    std::string state;
    if (!now) {
      std::error_code code = llvm::errorToErrorCode(now.takeError());
      if (code != std::errc::no_such_file_or_directory)
        return llvm::createStringError(code, file.path + " cannot be read: " + code.message());
      state = "no longer there";
    } else if (std::string hash = hashOf(*now); hash != file.newHash) {
      state = "written as " + file.newHash.substr(0, 12) + ", now " + hash.substr(0, 12);
    }
    if (!state.empty())
      names += (names.empty() ? "" : ", ") + relativeToRoot(root, file.path) + " (" + state + ")";
  }
  if (names.empty())
    return llvm::Error::success();
  return llvm::createStringError(std::make_error_code(std::errc::operation_not_permitted),
                                 "run " + run.id + " cannot be undone, files were edited since: " +
                                     names + "; take those edits back first, nothing was written");
}

/// Puts the old text back; if that fails in the middle, the new text again.
llvm::Error undo(Journal &journal, FileOps &ops, const Run &run) {
  llvm::Error error = journal.setState(run, RunState::Undoing);
  if (!error)
    error = moveAll(journal, ops, run, Side::Old, Edited::Refuse);
  if (!error) {
    llvm::consumeError(journal.discard(run.id)); // all is old already; recover does the rest
    return llvm::Error::success();
  }
  llvm::Error back = moveAll(journal, ops, run, Side::New, Edited::Leave);
  if (!back)
    back = journal.setState(run, RunState::Written);
  if (!back)
    return error;
  return llvm::createStringError(std::make_error_code(std::errc::io_error),
                                 llvm::toString(std::move(error)) + "; the undo is not complete (" +
                                     llvm::toString(std::move(back)) +
                                     "); repool undo tries it again");
}

} // namespace

llvm::Expected<ApplyResult> undoLast(const std::string &root, const ApplyOptions &options,
                                     FileOps &ops) {
  Journal journal(journalDirectory(root, options), ops);
  auto exists = journal.exists();
  if (!exists)
    return exists.takeError();
  if (!*exists)
    return nothingToUndo(root);
  auto lock = journal.open();
  if (!lock)
    return lock.takeError();
  auto recovery = recoverRuns(journal, ops);
  if (!recovery)
    return recovery.takeError();
  if (recovery->restored) { // the last run is undone by that; the one before must stay
    recovery->restored->note = recovery->sentence;
    return std::move(*recovery->restored);
  }
  auto ids = journal.runs();
  if (!ids)
    return ids.takeError();
  if (ids->empty())
    return nothingToUndo(root);
  auto state = journal.state(ids->back());
  if (!state)
    return state.takeError();
  if (*state == RunState::Committed)
    return isCommitted(journal, ids->back());
  auto run = journal.read(ids->back());
  if (!run)
    return run.takeError();
  if (llvm::Error error = refuseEdited(root, ops, *run))
    return error;
  if (llvm::Error error = undo(journal, ops, *run))
    return error;
  ApplyResult result = resultOf(*run);
  result.note = recovery->sentence;
  return result;
}

} // namespace repool
