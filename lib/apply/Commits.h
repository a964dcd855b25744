/// \file
/// Plan + steps -> one git commit per step, each on top of the one before.
///
///   journal, state Committing -> files of the step -> commit, seen by nobody -> noted
///   -> branch, index -> state Committed
///
/// A kill at any moment leaves whole commits; once recovery has run, the files and the index are
/// those of the last one. Every step must build on those before it: that is the caller's to know.
/// SIGINT and SIGTERM wait for the end of a step. Refuses what GitTree refuses, and what apply
/// does.
#pragma once

#include "apply/Apply.h"
#include "apply/Steps.h"

#include <functional>

namespace repool {

struct MadeCommit {
  std::string id;
  std::string name; ///< of the step
  std::size_t groups = 0;
};

struct CommitsResult {
  std::string base; ///< the commit below them
  std::vector<MadeCommit> commits;
  std::string note; ///< what recovery did first; usually empty
};

/// \p made is called after each commit. An error in the middle leaves the commits made until then.
llvm::Expected<CommitsResult> applyInCommits(const Plan &plan, const std::vector<Step> &steps,
                                             const ApplyOptions &options, FileOps &ops,
                                             const std::function<void(const MadeCommit &)> &made);

} // namespace repool
