/// \file
/// The git work tree that commits are made in.
///
///   files as they are on disk -> a commit nobody sees yet -> the branch and the index on it
///
/// The two halves are apart so that a journal can know the commit before the branch does. Refuses,
/// in one sentence, whatever would put something else into a commit or leave it unbuildable. Runs
/// no hooks and signs nothing. Never writes a file of the work tree.
#pragma once

#include "llvm/Support/Error.h"

#include <memory>
#include <string>
#include <vector>

struct git_repository;

namespace repool {

class GitTree {
public:
  /// The work tree that \p folder is in, without the final slash; an error if it is in none.
  static llvm::Expected<std::string> folderOf(const std::string &folder);

  /// Of a branch, or a detached head, that has a commit.
  static llvm::Expected<GitTree> open(const std::string &folder);

  GitTree(GitTree &&) noexcept;
  ~GitTree();
  GitTree(const GitTree &) = delete;
  GitTree &operator=(const GitTree &) = delete;
  GitTree &operator=(GitTree &&) = delete;

  /// Whether commits of \p files (canonical) can be made now and hold what the compiler has seen:
  /// nothing staged, no tracked file changed, all of \p files tracked, none of \p headers
  /// ("repool/pq.h") in a file that is not committed, no merge under way, an author.
  llvm::Error accept(const std::vector<std::string> &files,
                     const std::vector<std::string> &headers);

  llvm::Expected<std::string> head();

  /// A commit on top of \p parent with \p files as they are on disk. Fails if it would change
  /// anything else.
  llvm::Expected<std::string> makeCommit(const std::string &parent,
                                         const std::vector<std::string> &files,
                                         const std::string &message);

  /// Moves the branch from its parent to \p commit, which `makeCommit` has just made, then writes
  /// the index. Fails if the branch is not on the parent any more.
  llvm::Error moveTo(const std::string &commit);

  /// HEAD is \p commit or came after it. A commit that is not there is not held.
  llvm::Expected<bool> holds(const std::string &commit);

  /// What `moveTo` left undone: entries of the index that are as before \p commit, HEAD, become as
  /// in it. Does nothing if HEAD has moved on.
  llvm::Error finishIndex(const std::string &commit);

private:
  explicit GitTree(git_repository *repository);

  std::string relative(const std::string &file) const;

  git_repository *repository_;
  std::string folder_;
};

} // namespace repool
