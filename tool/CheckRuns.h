/// \file
/// apply --check: the trial of a plan as people see it, one line on stderr for each run of their
/// command, and an end by SIGINT or SIGTERM that leaves every file as it was.
#pragma once

#include "Options.h"
#include "apply/Command.h"
#include "apply/Trial.h"

namespace repool::tool {

/// Tries \p plan with `options.check`. A signal makes it fail; `signals` knows which.
llvm::Expected<TrialResult> tryWithCommand(const Plan &plan, const Options &options,
                                           const ApplyOptions &applying, HeldSignals &signals);

/// Ends the process as the signal would have, had nobody held it; returns if there was none.
void endBySignal(const HeldSignals &signals);

} // namespace repool::tool
