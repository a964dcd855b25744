#include "ExitCode.h"

#include <algorithm>

namespace repool::tool {

namespace {

bool has(const Plan &plan, Verdict verdict) {
  return std::any_of(plan.decisions.begin(), plan.decisions.end(),
                     [&](const Decision &d) { return d.verdict == verdict; });
}

} // namespace

ExitCode exitOfScan(const Plan &plan) {
  return exitOfCheck(plan, false);
}

ExitCode exitOfCheck(const Plan &plan, bool allowReview) {
  if (!plan.units.failed.empty())
    return ExitCode::Incomplete;
  const bool findings =
      has(plan, Verdict::Rewritten) || (!allowReview && has(plan, Verdict::Review));
  return findings ? ExitCode::Findings : ExitCode::Clean;
}

ExitCode exitOfApply(const Plan &plan, std::size_t leftOut) {
  if (!plan.units.failed.empty())
    return ExitCode::Incomplete;
  return leftOut > 0 ? ExitCode::Findings : ExitCode::Clean;
}

ExitCode exitOfMonitor(bool isBroken) {
  return isBroken ? ExitCode::Findings : ExitCode::Clean;
}

} // namespace repool::tool
