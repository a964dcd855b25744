#include "apply/Apply.h"

#include "apply/Check.h"
#include "apply/Move.h"
#include "apply/Recover.h"

namespace repool {

namespace {

bool hasEdits(const Plan &plan) {
  for (const auto &[file, edits] : plan.edits)
    if (!edits.empty())
      return true;
  return false;
}

/// Takes back what was written of \p run; \p why is the reason, and stays the first thing said.
llvm::Error rolledBack(Journal &journal, FileOps &ops, const Run &run, llvm::Error why) {
  llvm::Error error = moveAll(journal, ops, run, Side::Old, Edited::Leave);
  if (!error) {
    llvm::consumeError(journal.discard(run.id)); // if this fails, recover does it
    return why;
  }
  return llvm::createStringError(
      std::make_error_code(std::errc::io_error),
      llvm::toString(std::move(why)) + "; putting the old text back failed as well (" +
          llvm::toString(std::move(error)) + "); repool undo tries that again");
}

llvm::Error write(Journal &journal, FileOps &ops, const Run &run) {
  llvm::Error error = moveAll(journal, ops, run, Side::New, Edited::Refuse);
  if (!error)
    error = journal.setState(run, RunState::Written);
  return error ? rolledBack(journal, ops, run, std::move(error)) : llvm::Error::success();
}

} // namespace

llvm::Expected<ApplyResult> applyPlan(const Plan &plan, const ApplyOptions &options, FileOps &ops) {
  ApplyResult result;
  if (!hasEdits(plan))
    return result;
  Journal journal(journalDirectory(plan.root, options), ops);
  auto exists = journal.exists();
  if (!exists)
    return exists.takeError();
  std::unique_ptr<FileLock> lock;
  auto open = [&]() -> llvm::Error {
    auto opened = journal.open();
    if (!opened)
      return opened.takeError();
    lock = std::move(*opened);
    return llvm::Error::success();
  };
  if (*exists) {
    if (llvm::Error error = open())
      return error;
    auto recovery = recoverRuns(journal, ops);
    if (!recovery)
      return recovery.takeError();
    result.note = recovery->sentence;
  }
  auto changes = checkedChanges(plan, options, ops);
  if (!changes)
    return changes.takeError();
  if (changes->empty())
    return result;
  if (!lock) // only now: a refusal leaves no folder behind
    if (llvm::Error error = open())
      return error;
  auto run = journal.begin(*changes);
  if (!run)
    return run.takeError();
  if (llvm::Error error = write(journal, ops, *run))
    return error;
  result.run = run->id;
  for (const ManifestFile &file : run->files)
    result.files.push_back(file.path);
  return result;
}

} // namespace repool
