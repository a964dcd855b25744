/// \file
/// Plan -> files, as one transaction; undo; recovery after a kill. The only writer of user files.
///
///   check hashes -> journal (old and new bytes of every file, fsync) -> temporary file + rename
///   per file, modes kept -> journal marked done
///
/// A kill at any moment leaves, after the next run of any repool command that writes (or
/// `recover`), all files old or all new. Symlinks are followed, never replaced by files; a file
/// with hard links, or one that a rename would give to another owner, is written in place. All
/// file operations go through `FileOps`, so that tests can fail the Nth one. Refusals name every
/// file and the flag that overrides; nothing is written then.
#pragma once

#include "apply/FileOps.h"
#include "llvm/Support/Error.h"
#include "model/Plan.h"

#include <string>
#include <vector>

namespace repool {

struct ApplyOptions {
  bool allowDirty = false;      ///< --allow-dirty: files with uncommitted changes in git
  bool allowReadOnly = false;   ///< --allow-read-only: files without a w bit; they keep their mode
  std::string journalDirectory; ///< default: <root>/.repool
};

struct ApplyResult {
  std::string run;                ///< id of this run, for undo; empty: nothing was written
  std::vector<std::string> files; ///< written
  std::string note;               ///< what `recover` did first; usually empty
};

/// Checks and writes. Errors: stale (a file's hash differs from the plan's), dirty, read-only,
/// unwritable, disk full; in each case every file is as before. A plan without edits writes
/// nothing, not even the journal's folder.
llvm::Expected<ApplyResult> applyPlan(const Plan &plan, const ApplyOptions &options, FileOps &ops);

/// Restores every byte and mode of the last applied run that was not undone. Refuses, naming them,
/// if a file was edited since. If the last run was interrupted, putting that back is the undo.
llvm::Expected<ApplyResult> undoLast(const std::string &root, const ApplyOptions &options,
                                     FileOps &ops);

/// The id of a run that has not ended, so that files may be half new: it is at work, or was
/// interrupted. Empty if there is none. Only looks.
llvm::Expected<std::string> unendedRun(const std::string &root, FileOps &ops);

/// Finishes or rolls back an interrupted run. Returns what it did, empty if there was nothing.
llvm::Expected<std::string> recover(const std::string &root, const ApplyOptions &options,
                                    FileOps &ops);

} // namespace repool
