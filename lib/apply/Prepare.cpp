#include "apply/Prepare.h"

#include "apply/Check.h"
#include "apply/Recover.h"

#include <algorithm>

namespace repool {

llvm::Expected<Prepared> prepare(const Plan &plan, const ApplyOptions &options, Journal &journal,
                                 FileOps &ops) {
  Prepared prepared;
  if (std::all_of(plan.edits.begin(), plan.edits.end(),
                  [](const auto &file) { return file.second.empty(); }))
    return prepared;
  auto exists = journal.exists();
  if (!exists)
    return exists.takeError();
  auto open = [&]() -> llvm::Error {
    auto opened = journal.open();
    if (!opened)
      return opened.takeError();
    prepared.lock = std::move(*opened);
    return llvm::Error::success();
  };
  if (*exists) {
    if (llvm::Error error = open())
      return error;
    auto recovery = recoverRuns(journal, ops);
    if (!recovery)
      return recovery.takeError();
    prepared.note = recovery->sentence;
  }
  auto changes = checkedChanges(plan, options, ops);
  if (!changes)
    return changes.takeError();
  prepared.changes = std::move(*changes);
  if (!prepared.changes.empty() && !prepared.lock) // only now: a refusal leaves no folder behind
    if (llvm::Error error = open())
      return error;
  return prepared;
}

} // namespace repool
