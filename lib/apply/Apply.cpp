#include "apply/Apply.h"

#include "apply/Move.h"
#include "apply/Prepare.h"
#include "apply/Recover.h"

namespace repool {

namespace {

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
  Journal journal(journalDirectory(plan.root, options), ops);
  auto prepared = prepare(plan, options, journal, ops);
  if (!prepared)
    return prepared.takeError();
  ApplyResult result;
  if (!prepared->changes.empty()) {
    auto run = journal.begin(prepared->changes);
    if (!run)
      return run.takeError();
    if (llvm::Error error = write(journal, ops, *run))
      return error;
    result = resultOf(*run);
  }
  result.note = std::move(prepared->note);
  return result;
}

} // namespace repool
