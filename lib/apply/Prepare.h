/// \file
/// What comes before the first byte, whether a plan is applied or tried.
///
///   an interrupted run is brought to an end -> the plan is checked -> the journal is locked
///
/// A plan without edits, and one that is refused, leave no folder behind.
#pragma once

#include "apply/Apply.h"
#include "apply/Journal.h"

namespace repool {

struct Prepared {
  std::unique_ptr<FileLock> lock; ///< held as long as files may change
  std::vector<Change> changes;    ///< empty: nothing is to be written
  std::string note;               ///< what recovery did; usually empty
};

llvm::Expected<Prepared> prepare(const Plan &plan, const ApplyOptions &options, Journal &journal,
                                 FileOps &ops);

} // namespace repool
