#include "apply/Apply.h"

#include "apply/Move.h"
#include "apply/Prepare.h"
#include "apply/Recover.h"

namespace repool {

namespace {

llvm::Error write(Journal &journal, FileOps &ops, const Run &run) {
  llvm::Error error = moveAll(journal, ops, run, Side::New, Edited::Refuse);
  if (!error)
    error = journal.setState(run, RunState::Written);
  return error ? takenBack(journal, ops, run, std::move(error)) : llvm::Error::success();
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
