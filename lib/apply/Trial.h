/// \file
/// Plan + a check of the tree -> what of the plan passes it is written, the rest is not.
///
///   journal, state Trying -> the check without the plan -> with all of it -> bisection, the tree
///   moved from one set of groups to the next -> state Written: one run, one undo
///
/// What is kept has passed as a whole, as the last thing that was checked. Any failure, and a kill
/// at any moment once recovery has run, leaves every file as it was. Between two runs of the check
/// only files whose text differs are written, and each gets a time that no build has seen yet, so
/// that make and ninja build what changed and nothing else. A file that somebody edits meanwhile
/// keeps the edit: the trial ends, and says so.
#pragma once

#include "apply/Apply.h"

#include <functional>

namespace repool {

/// One run of the check over the tree as it is now.
struct Attempt {
  std::size_t run = 0;    ///< from 1; 1 is the code as it is
  std::size_t groups = 0; ///< rewritten in it
  std::size_t of = 0;     ///< all of the plan
  std::string log;        ///< file for the output; its folder is there
};

/// Whether the tree passes; an error (std::errc::interrupted among them) ends the trial.
using CheckRun = std::function<llvm::Expected<bool>(const Attempt &attempt)>;

struct TrialResult {
  ApplyResult applied;
  Plan plan;               ///< what was written; sites that were left out say why
  std::size_t leftOut = 0; ///< groups
  std::size_t runs = 0;    ///< of the check
};

/// Errors are those of applyPlan, those of \p check, and a check that fails without the plan. A
/// plan that changes nothing is not checked.
llvm::Expected<TrialResult> tryPlan(const Plan &plan, const ApplyOptions &options, FileOps &ops,
                                    const CheckRun &check);

} // namespace repool
