/// \file
/// Brings interrupted runs to an end, for apply, undo and recover, under a lock they hold.
#pragma once

#include "apply/Apply.h"
#include "apply/Journal.h"

namespace repool {

struct Recovery {
  std::string sentence; ///< what was done; empty: nothing
  /// The run that is all old again, if one was on its way; its files.
  std::optional<ApplyResult> restored;
};

llvm::Expected<Recovery> recoverRuns(Journal &journal, FileOps &ops);

/// Where the journal of \p root is.
std::string journalDirectory(const std::string &root, const ApplyOptions &options);

/// The id of \p run and the files that it changes.
ApplyResult resultOf(const Run &run);

/// "3 files have"; "1 file has".
std::string filesHave(std::size_t count);

} // namespace repool
