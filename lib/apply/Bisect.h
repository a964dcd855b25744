/// \file
/// Which parts of a whole pass a check together, in as few runs as a bisection needs.
///
///   a check of any subset -> parts kept, parts at fault
///
/// A part is at fault if the check passes with all that is kept in front of it, and fails once it
/// is added. So faults that only show together cost one of them its place, the later one. Nothing
/// is assumed of the check but that it passes for no part at all and says the same twice; where
/// adding parts never mends it, no part that was left out could be added to what is kept. Each
/// fault costs 1 + log2(parts) runs.
///
/// Where many parts fail one by one from the first to the last, it is hardly the parts: see
/// `allAlone`. Pure: runs nothing itself.
#pragma once

#include "llvm/Support/Error.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace repool {

struct BadPart {
  std::size_t part;
  std::size_t run; ///< the run that failed once it was added, from 1
  auto operator<=>(const BadPart &) const = default;
};

struct Bisection {
  std::vector<std::size_t> kept; ///< passed as a whole, in the last run; empty: none was kept
  std::vector<BadPart> bad;
  /// Of many parts the first, the middle and the last failed, each alone. Then each part counts as
  /// bad although most were not tried alone: it is a build that lacks the runtime, as a rule.
  bool allAlone = false;
  std::size_t runs = 0;
};

/// Runs the check with these parts, ascending, and no other; an error ends the bisection.
using Passes = std::function<llvm::Expected<bool>(const std::vector<std::size_t> &parts)>;

/// \p count parts, at least one. Fails if \p passes does, or says two things of the same parts.
llvm::Expected<Bisection> bisect(std::size_t count, const Passes &passes);

} // namespace repool
