/// \file
/// The journal: `<root>/.repool/runs/0001/` with the old and new bytes of every file of a run.
///
///   manifest, old-0, new-0, old-1 ...   written and synced first
///   state                               one word; appears by rename, so it is whole or not there
///
/// What the state says, and nothing else, decides how a run is recovered:
///
///   (none)   the journal is not whole, or no longer needed: no file is touched
///   Trying   files are on trial, each old, or new as the manifest has it: all go to old
///   Writing  files are on their way to new
///   Written  all files are new
///   Undoing  files are on their way to old
///   Committing  files are new; if HEAD has the commit that is noted, it is made, else all go to
///   old Committed   git has the old text; nothing is to be done, and nothing to be undone
///
/// Never touches a user file.
#pragma once

#include "apply/FileOps.h"
#include "apply/Manifest.h"

#include <optional>
#include <string>
#include <vector>

namespace repool {

enum class RunState { None, Trying, Writing, Written, Undoing, Committing, Committed };

enum class Side { Old, New };

struct Run {
  std::string id; ///< "0001"
  Manifest files;
};

/// Bytes to journal for one file of a run.
struct Change {
  ManifestFile file;
  std::string planned; ///< the path as the plan has it; may lead through a symlink
  std::string oldBytes;
  std::string newBytes;
};

/// What a split has added to a branch.
struct CommitRange {
  std::string base; ///< below the first commit
  std::string last;
};

class Journal {
public:
  Journal(std::string directory, FileOps &ops) : directory_(std::move(directory)), ops_(ops) {}

  /// True if an earlier run has made the folder.
  llvm::Expected<bool> exists();
  /// Makes the folder if need be, with a .gitignore that hides it, and takes its lock.
  llvm::Expected<std::unique_ptr<FileLock>> open();

  /// Ids of all runs, oldest first.
  llvm::Expected<std::vector<std::string>> runs();
  llvm::Expected<RunState> state(const std::string &id);
  llvm::Expected<Run> read(const std::string &id);

  /// Writes a new run, its state last: Writing or Trying.
  llvm::Expected<Run> begin(const std::vector<Change> &changes, RunState state = RunState::Writing);
  /// Gives the files of \p run at \p indexes, all of them old now, the new bytes of \p changes.
  llvm::Error replaceNew(Run &run, const std::vector<std::size_t> &indexes,
                         const std::vector<Change> &changes);
  llvm::Error setState(const Run &run, RunState state);
  /// Notes the commit that is about to be made, whole or not at all.
  llvm::Error setCommits(const Run &run, const CommitRange &commits);
  llvm::Expected<std::optional<CommitRange>> commits(const std::string &id);
  /// Bytes of file \p index; an error if they are not those that were journalled.
  llvm::Expected<std::string> bytes(const Run &run, std::size_t index, Side side);
  /// Forgets a run whose files need nothing any more: its state goes first, at once.
  llvm::Error discard(const std::string &id);

  /// For messages: where the bytes of file \p index are.
  std::string bytesPath(const Run &run, std::size_t index, Side side) const;

private:
  std::string folder(const std::string &id) const { return directory_ + "/runs/" + id; }

  std::string directory_;
  FileOps &ops_;
};

} // namespace repool
