/// \file
/// Does a plan compile as cleanly after each of its steps, when only the whole was verified?
///
///   Plan, verified + steps -> re-parse of the units that see a text the whole does not have
///                          -> for every step the first message it would add, if any
///
/// A unit all of whose edited files are as the whole plan has them is known to be clean. Works on
/// a saved plan as on one just made; in parallel, over all steps at once.
#pragma once

#include "apply/Steps.h"
#include "pipeline/Pipeline.h"

namespace repool {

struct StepFault {
  std::string unit; ///< canonical
  Diagnostic first; ///< the first message that it adds
};

/// One per step; the tree after a step without one builds. \p options with the root of \p plan.
llvm::Expected<std::vector<std::optional<StepFault>>> checkSteps(const Plan &plan,
                                                                 const std::vector<Step> &steps,
                                                                 const PipelineOptions &options,
                                                                 SourceStore &sources);

} // namespace repool
