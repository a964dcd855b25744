/// \file
/// Plan -> files, as one transaction; undo; recovery after a kill. The only writer of user files.
///
///   check hashes -> journal (old and new bytes of every file, fsync) -> temporary file + rename per
///   file, modes kept -> journal marked done
///
/// A kill at any moment leaves, after the next run of any repool command that writes (or
/// `recover`), all files old or all new. Symlinks are followed, never replaced by files. All file
/// operations go through `FileOps`, so that tests can fail the Nth one. Refusals name every file
/// and the flag that overrides; nothing is written then.
#pragma once

#include "apply/FileOps.h"
#include "model/Plan.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace repool {

struct ApplyOptions {
  bool allowDirty = false;      ///< --allow-dirty: files with uncommitted changes in git
  std::string journalDirectory; ///< default: <root>/.repool
};

struct ApplyResult {
  std::string run;                 ///< id of this run, for undo
  std::vector<std::string> files;  ///< written
};

/// Checks and writes. Errors: stale (a file's hash differs from the plan's), dirty, read-only,
/// unwritable, disk full; in each case every file is as before.
llvm::Expected<ApplyResult> applyPlan(const Plan &plan, const ApplyOptions &options, FileOps &ops);

/// Restores every byte and mode of the last applied run that was not undone. Refuses, naming them,
/// if a file was edited since.
llvm::Expected<ApplyResult> undoLast(const std::string &root, const ApplyOptions &options, FileOps &ops);

/// Finishes or rolls back an interrupted run. Returns what it did, empty if there was nothing.
llvm::Expected<std::string> recover(const std::string &root, const ApplyOptions &options, FileOps &ops);

} // namespace repool
