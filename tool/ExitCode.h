/// \file
/// The exit codes of every command, computed in one place. 2 outranks 3 outranks 1.
#pragma once

#include "model/Plan.h"

namespace repool::tool {

enum class ExitCode { Clean = 0, Findings = 1, Usage = 2, Incomplete = 3 };

constexpr int toStatus(ExitCode code) {
  return static_cast<int>(code);
}

/// scan, diff: findings are sites that can be rewritten or need review.
ExitCode exitOfScan(const Plan &plan);

/// check: the same; \p allowReview forgives review.
ExitCode exitOfCheck(const Plan &plan, bool allowReview);

/// apply: 0 when all that was planned was written; \p leftOut: groups that the check command
/// failed.
ExitCode exitOfApply(const Plan &plan, std::size_t leftOut = 0);

/// monitor: 1 when a threshold is broken.
ExitCode exitOfMonitor(bool isBroken);

} // namespace repool::tool
